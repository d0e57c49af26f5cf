using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// Locks by claim files: the kernel lock first, so that of this host's processes one at a time asks for the claim, and
/// they are served in turn; then the claim, which excludes the other hosts. A claim can't be shared, so every mode
/// excludes. Waiting for another host's claim is polling: nothing tells when a file on a network filesystem goes.
/// </summary>
/// <param name="disk">The disk.</param>
/// <param name="host">The kernel lock; null where the claim stands where its lock file would.</param>
/// <param name="claims">The claim.</param>
/// <param name="options">How to wait.</param>
/// <param name="warning">What the user should know about the choice, if anything.</param>
internal sealed class ClaimLockSource(Disk disk, LockSource? host, ClaimAccess claims, FileLockOptions options, string? warning)
    : LockSource(disk)
{
    // Between two looks whether anybody still wants the lock: it holds up the others of this host meanwhile.
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(50);

    public override string Path => claims.Path;

    public override LockMethod Method => LockMethod.Claim;

    /// <summary>The kernel lock of this host's own processes; null where there is none.</summary>
    public LockSource? Host { get; } = host;

    public override HeldLock? TryTake(LockMode mode) =>
        HostLock(host => host.TryTake(LockMode.Exclusive), out HeldLock? held) ? Claim(held) : null;

    public override HeldLock? Take(LockMode mode, Func<bool> isWanted)
    {
        var backoff = new Backoff(options.MaxPollInterval, Jitter());
        if (!HostLock(host => host.Take(LockMode.Exclusive, isWanted), out HeldLock? held))
        {
            return null;
        }

        Deadline never = Deadline.After(Timeout.InfiniteTimeSpan, options.TimeProvider);
        while (true)
        {
            if (Claim(held, isLast: false) is { } claimed)
            {
                return claimed;
            }

            if (!Sleep(backoff.Next(never), isWanted))
            {
                held?.Release();
                return null;
            }
        }
    }

    /// <summary>How it stands with the claim.</summary>
    public LockReport Inspect() => claims.Inspect();

    /// <summary>Takes the kernel lock where there are such; a claim alone does where there are none.</summary>
    /// <returns>Whether this host's processes are kept out now.</returns>
    private bool HostLock(Func<LockSource, HeldLock?> take, out HeldLock? held)
    {
        held = null;
        try
        {
            held = Host is null ? null : take(Host);
            return held is not null || Host is null;
        }
        catch (MutxException e) when (e.Error == MutxError.LocksUnsupported)
        {
            return true;
        }
    }

    /// <summary>Claims; without success the host's lock is given back if this was the last try.</summary>
    private ClaimLock? Claim(HeldLock? held, bool isLast = true)
    {
        Claim? claim = null;
        try
        {
            claim = claims.TryTake();
            return claim is null ? null : new ClaimLock(held, claim, warning);
        }
        catch
        {
            isLast = true;
            throw;
        }
        finally
        {
            if (claim is null && isLast)
            {
                held?.Release();
            }
        }
    }

    /// <summary>Random numbers of the disk's own, so that a disk of which all is known before makes the same pauses each time.</summary>
    private Random Jitter()
    {
        Span<byte> seed = stackalloc byte[sizeof(int)];
        Disk.FillRandom(seed);
        return new Random(BitConverter.ToInt32(seed));
    }

    private bool Sleep(TimeSpan time, Func<bool> isWanted)
    {
        for (; time > TimeSpan.Zero && isWanted(); time -= Nap)
        {
            Disk.Pause(time < Nap ? time : Nap);
        }

        return isWanted();
    }
}
