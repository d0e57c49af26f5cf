namespace Mutx.Platform;

/// <summary>A filesystem by its name, and what kernel locks are worth there.</summary>
/// <param name="type">As mount(8) calls it, such as <c>ext4</c> or <c>fuse.sshfs</c>.</param>
/// <param name="trust">What kernel locks are worth there.</param>
internal sealed class Filesystem(string type, LockTrust trust)
{
    private int _warned;

    public string Type { get; } = type;

    public LockTrust Trust { get; } = trust;

    /// <summary>Whether kernel locks on files there exclude at all, once that was tried out; null before.</summary>
    public bool? LocksExclude { get; set; }

    /// <summary>True the first time it is asked: what is to be said of a filesystem is said once.</summary>
    public bool IsNews() => Interlocked.Exchange(ref _warned, 1) == 0;
}
