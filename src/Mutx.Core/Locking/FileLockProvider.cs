using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// Locks by name, each a lock file in one directory. All who use the same directory share the locks, programs in the
/// shell too: <c>mutx run name:WORD --lock-dir DIRECTORY</c>.
/// </summary>
public sealed class FileLockProvider : ILockProvider
{
    private readonly FileLockOptions _options;

    /// <summary>Gives locks in a directory.</summary>
    /// <param name="directory">The directory for lock files; created with mode 0700 when the first lock is taken.</param>
    /// <param name="options">How they are waited for; its directory and lock file don't count.</param>
    public FileLockProvider(string directory, FileLockOptions? options = null)
    {
        Directory = Path.GetFullPath(Guard.Path(directory));
        _options = (options ?? FileLockOptions.Default) with { Directory = Directory, LockFile = null };
    }

    /// <summary>The directory for lock files, as an absolute path.</summary>
    public string Directory { get; }

    /// <inheritdoc/>
    public LockCapabilities Capabilities => FileCapabilities.Of(_options.Method ?? LockMethod.Auto, _options);

    /// <inheritdoc/>
    public ILock Get(string name) => FileLock.Named(name, _options);
}
