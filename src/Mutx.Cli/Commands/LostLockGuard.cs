using Mutx.Cli.Interop;
using Mutx.Cli.Output;
using Mutx.Cli.Processes;
using Mutx.Cli.Requests;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Cli.Commands;

/// <summary>Ends a command whose lock is lost while it runs: somebody else may be at work on the same thing by now.</summary>
internal sealed class LostLockGuard(RunRequest request, Reporter reporter, ChildRunner children) : IDisposable
{
    private readonly ManualResetEventSlim _ended = new();
    private int _lost;

    /// <summary>The lock is lost. Called on a thread of the pool, and blocks it until the command has ended.</summary>
    public void Lost()
    {
        if (Interlocked.Exchange(ref _lost, 1) != 0 || _ended.IsSet)
        {
            return;
        }

        string then = request.OnLost switch
        {
            LostLock.Terminate => "; it gets SIGTERM",
            LostLock.Kill => "; it gets SIGKILL",
            _ => "",
        };
        reporter.Warn($"the lock of '{request.Resource}' is lost while '{request.Command[0]}' runs: somebody else may hold it now{then}");
        if (request.OnLost == LostLock.Terminate)
        {
            children.Forward(Libc.SIGTERM);
            if (_ended.Wait(request.KillAfter))
            {
                return;
            }

            reporter.Warn($"'{request.Command[0]}' goes on; it gets SIGKILL");
        }

        if (request.OnLost != LostLock.Ignore)
        {
            children.Forward(Libc.SIGKILL);
        }
    }

    /// <summary>The command has ended.</summary>
    /// <param name="server">The lock of the server, asked whether it was held to the end; null for none.</param>
    /// <returns>Whether the command's own status counts.</returns>
    public bool Ended(ILockHandle? server)
    {
        _ended.Set();
        try
        {
            server?.EnsureHeld();
        }
        catch (LockLostException e)
        {
            if (Interlocked.Exchange(ref _lost, 1) == 0)
            {
                reporter.Warn($"{e.Message}; '{request.Command[0]}' has just ended");
            }
        }

        return Volatile.Read(ref _lost) == 0 || request.OnLost == LostLock.Ignore;
    }

    public void Dispose()
    {
        _ended.Set();
        _ended.Dispose();
    }
}
