using Microsoft.Extensions.Logging;
using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// A file lock that is held. Disposing it releases it at once, from any thread; a second time does nothing. If it is
/// never disposed, the kernel releases it with the process, or the garbage collector some time after the last
/// reference to it is gone.
/// </summary>
public sealed class FileLockHandle : ILockHandle
{
    private readonly LockFileAccess _access;
    private readonly DiskFile _file;
    private readonly ILogger _logger;
    private int _released;

    internal FileLockHandle(LockFileAccess access, DiskFile file, LockMode mode, TimeSpan waited, ILogger logger)
    {
        _access = access;
        _file = file;
        _logger = logger;
        Mode = mode;
        Waited = waited;
    }

    /// <summary>The absolute path of the lock file.</summary>
    public string Path => _access.Path;

    /// <inheritdoc/>
    public LockMode Mode { get; }

    /// <summary>What excludes the others.</summary>
    public LockMethod Method { get; } = LockMethod.Kernel;

    /// <inheritdoc/>
    public TimeSpan Waited { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _access.Release(_file);
            _logger.LockReleased(Path);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
