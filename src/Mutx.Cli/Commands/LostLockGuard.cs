using Mutx.Cli.Exit;
using Mutx.Cli.Interop;
using Mutx.Cli.Output;
using Mutx.Cli.Processes;
using Mutx.Cli.Requests;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Cli.Commands;

/// <summary>
/// Keeps a command from starting whose lock is lost by then, and ends one whose lock is lost while it runs: somebody else may be
/// at work on the same thing. That a lock is lost is an error, and told once.
/// </summary>
internal sealed class LostLockGuard(
    RunRequest request, Reporter reporter, ChildRunner children, FileLockHandle held, ILockHandle? server) : IDisposable
{
    private readonly ManualResetEventSlim _ended = new();
    private readonly Lock _gate = new();
    private bool _runs;
    private bool _lost;

    private string Command => request.Command[0];

    /// <summary>The last look: the command is started next, with nothing in between.</summary>
    /// <exception cref="LockLostException">The lock is lost, and it must not be.</exception>
    public void Starting()
    {
        // Whoever tells of a loss finds it either running, or this look still to come.
        lock (_gate)
        {
            server?.EnsureHeld();
            held.EnsureHeld();
            _runs = true;
        }
    }

    /// <summary>The lock is lost. Blocks the calling thread, one of the pool, until a command that runs has ended.</summary>
    public void Lost()
    {
        lock (_gate)
        {
            if (_lost || !_runs)
            {
                return;
            }

            _lost = true;
        }

        string then = request.OnLost switch
        {
            LostLock.Terminate => "; it gets SIGTERM",
            LostLock.Kill => "; it gets SIGKILL",
            _ => "",
        };
        reporter.Fail(new LockLostException(
            $"the lock of '{request.Resource}' is lost while '{Command}' runs: somebody else may hold it now{then}")
        {
            Path = request.Resource,
            Hint = Loss()?.Hint,
        });
        if (request.OnLost == LostLock.Terminate)
        {
            children.Forward(Libc.SIGTERM);
            if (_ended.Wait(request.KillAfter))
            {
                return;
            }

            reporter.Warn($"'{Command}' goes on; it gets SIGKILL");
        }

        if (request.OnLost != LostLock.Ignore)
        {
            children.Forward(Libc.SIGKILL);
        }
    }

    /// <summary>The command has ended.</summary>
    /// <returns>What the program ends with; null where the command's own status counts.</returns>
    public ExitStatus? Ended()
    {
        bool wasLost;
        lock (_gate)
        {
            _runs = false;
            wasLost = _lost;
        }

        _ended.Set();
        ExitStatus? status = wasLost ? ExitStatus.LockNotObtained : null;
        if (!wasLost && Loss() is { } loss)
        {
            status = reporter.Fail(new LockLostException($"{loss.Message}; '{Command}' has just ended") { Path = request.Resource, Hint = loss.Hint });
        }

        return request.OnLost == LostLock.Ignore ? null : status;
    }

    public void Dispose() => _ended.Dispose();

    /// <summary>
    /// Whether what can be lost while the command runs is lost now. This process may have been stopped, and be the last to know: the
    /// server is asked. Of a kernel's lock nobody loses anything but its name.
    /// </summary>
    private MutxException? Loss()
    {
        try
        {
            if (server is not null)
            {
                _ = server.VerifyAsync().AsTask().GetAwaiter().GetResult();
                server.EnsureHeld();
            }

            if (held.Method == LockMethod.Claim)
            {
                held.EnsureHeld();
            }

            return null;
        }
        catch (MutxException e)
        {
            return e;
        }
    }
}
