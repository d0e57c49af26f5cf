using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// A file lock that is held. Disposing it releases it at once, from any thread; a second time does nothing.
/// <para>
/// A handle that is never disposed holds its lock until the process ends, however that ends. The garbage collector
/// doesn't release it: it can't know whether the work that the lock protects is done, only that nobody can reach the
/// handle. It logs a warning (event 5) where it finds such a handle.
/// </para>
/// </summary>
public sealed class FileLockHandle : ILockHandle
{
    private readonly HeldLock _held;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly long _since;
    private int _released;
    private int _mode;
    private LockRelease _outcome;

    internal FileLockHandle(FileLock owner, HeldLock held, LockMode mode, TimeSpan waited, FileLockOptions options)
    {
        _held = held;
        _logger = options.Logger;
        _time = options.TimeProvider;
        _since = Telemetry.IsSupported ? _time.GetTimestamp() : 0;
        _mode = (int)mode;
        Resource = owner.Resource;
        Waited = waited;
        Warnings = held.Warning is { } warning ? [.. owner.TakeWarnings(), warning] : owner.TakeWarnings();
        _logger.LockAcquired(Resource, Path, mode);
        held.Loss.Then(TellLost);
    }

    /// <summary>Reports a handle that nobody disposed and nobody can reach any more; its lock stays held.</summary>
    [SuppressMessage("Design", "MA0055", Justification = "It frees nothing; it reports a mistake that shows nowhere else.")]
    ~FileLockHandle()
    {
        try
        {
            _logger.LockForgotten(Path);
        }
        catch (Exception)
        {
            // A logger that fails here would end the process.
        }
    }

    /// <summary>What the lock protects, as it was named.</summary>
    public string Resource { get; }

    /// <summary>The absolute path of the lock file.</summary>
    public string Path => _held.Path;

    /// <inheritdoc/>
    public LockMode Mode => (LockMode)Volatile.Read(ref _mode);

    /// <summary>What excludes the others.</summary>
    public LockMethod Method => _held.Method;

    /// <inheritdoc/>
    public TimeSpan Waited { get; }

    /// <summary>
    /// What the user should know about how the lock is held: that kernel locks can't be trusted here, or that something
    /// in the directory that would decide how it is locked doesn't count. Each is said once in the life of the process,
    /// and logged as event 8 or 61.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <inheritdoc/>
    /// <remarks>
    /// A claim is lost when its holder was stopped for so long that another took it over; that is found out within a third
    /// of the time that claims last. The kernel takes no lock away, but somebody can remove or replace the lock file against
    /// the rules; that is found out by <see cref="EnsureHeld"/>, which every commit calls. Lost once is lost for good.
    /// </remarks>
    public CancellationToken LockLost => _held.Loss.Token;

    /// <inheritdoc/>
    /// <remarks>Of a kernel lock it is known only once somebody looked: <see cref="EnsureHeld"/>, <see cref="VerifyAsync"/>, any commit.</remarks>
    public LockLossReason? LossReason =>
        !_held.Loss.IsTold ? null
        : Method == LockMethod.Claim ? LockLossReason.LeaseExpired
        : LockLossReason.Revoked;

    /// <summary>Null: neither a kernel lock nor a claim is remembered once it is released, and clocks differ.</summary>
    public FencingToken? FencingToken => null;

    /// <inheritdoc/>
    /// <remarks>
    /// A kernel lock counts as lost when its lock file was removed or replaced by somebody who didn't hold it. A claim is
    /// touched and read back. Takes some system calls; blocks for as long as the disk takes.
    /// </remarks>
    /// <exception cref="MutxException">It can't be found out: the disk refuses.</exception>
    public void EnsureHeld()
    {
        ObjectDisposedException.ThrowIf(_released != 0, this);
        OrTellLost(_held.EnsureHeld);
    }

    /// <inheritdoc/>
    /// <remarks>Looks at the lock file or claim, as <see cref="EnsureHeld"/> does; completes at once.</remarks>
    /// <exception cref="MutxException">It can't be looked at.</exception>
    public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            EnsureHeld();
            return new ValueTask<bool>(true);
        }
        catch (LockLostException)
        {
            return new ValueTask<bool>(false);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Looks, then releases; completes at once.</remarks>
    public ValueTask<LockRelease> ReleaseAsync()
    {
        LockRelease outcome = Release(OutcomeOfRelease);
        Dispose();
        return new ValueTask<LockRelease>(outcome);
    }

    /// <summary>
    /// Lets others share an exclusive lock, without letting go of it; nobody else holds it exclusively in between.
    /// Nothing to do where it is shared already.
    /// </summary>
    /// <exception cref="LockLostException">The lock was lost on the way.</exception>
    /// <exception cref="MutxException">The method of locking can't share a lock.</exception>
    public void Downgrade()
    {
        ObjectDisposedException.ThrowIf(_released != 0, this);
        if (Mode == LockMode.Exclusive)
        {
            OrTellLost(_held.Downgrade);
            Volatile.Write(ref _mode, (int)LockMode.Shared);
        }
    }

    /// <summary>
    /// Lets the programs that this process starts or becomes from now on inherit the lock: it is held until the last of
    /// them, and of what inherits it in turn, has ended. Disposing the handle releases it for all of them. For a
    /// process that is about to become another program; any other program started meanwhile inherits it too.
    /// </summary>
    /// <returns>
    /// The value of the environment variable <see cref="LockAncestry.Variable"/> for those programs, by which one that waits for the
    /// lock it has inherited is refused at once; null where the system doesn't say enough (other than Linux).
    /// </returns>
    /// <exception cref="MutxException">There is no such thing here (Windows, claims).</exception>
    public string? MakeInheritable()
    {
        ObjectDisposedException.ThrowIf(_released != 0, this);
        Span<byte> random = stackalloc byte[sizeof(int)];
        RandomBytes.Fill(random);

        // The smallest files end at 2 GiB, so the mark lies below; 0 is where every file stands when it is opened.
        int mark = (BitConverter.ToInt32(random) & int.MaxValue) | 1;
        _held.MakeInheritable(mark);
        return LockAncestry.ValueFor(Path, mark);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release(static () => LockRelease.Released);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    [SuppressMessage("Usage", "CA1816", Justification = "Dispose does it.")]
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(Mode == LockMode.Exclusive ? "exclusive" : "shared")} lock on '{Resource}' ({Path})";

    /// <summary>Releases it, once; a second call tells what the first one said.</summary>
    private LockRelease Release(Func<LockRelease> look)
    {
        if (Interlocked.Exchange(ref _released, 1) != 0)
        {
            return _outcome;
        }

        _outcome = look();
        _held.Release();
        _logger.LockReleased(Path);
        if (Telemetry.IsSupported)
        {
            Telemetry.Released(_time.GetElapsedTime(_since));
        }

        return _outcome;
    }

    private LockRelease OutcomeOfRelease()
    {
        try
        {
            OrTellLost(_held.EnsureHeld);
            return LockRelease.Released;
        }
        catch (LockLostException)
        {
            return LockRelease.AlreadyLost;
        }
        catch (MutxException)
        {
            return LockRelease.Unknown;
        }
    }

    private void OrTellLost(Action step)
    {
        if (_held.Loss.IsTold)
        {
            throw new LockLostException($"the lock is lost: '{Path}' was found to be no longer ours") { Path = Path };
        }

        try
        {
            step();
        }
        catch (LockLostException)
        {
            _held.Loss.Tell();
            throw;
        }
    }

    private void TellLost()
    {
        Telemetry.Lost();
        _logger.LockLost(Resource, Path);
    }
}
