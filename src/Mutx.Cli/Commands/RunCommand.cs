using System.Runtime.Versioning;
using Mutx.Cli.Exit;
using Mutx.Cli.Interop;
using Mutx.Cli.Output;
using Mutx.Cli.Processes;
using Mutx.Cli.Requests;
using Mutx.Cli.Servers;
using Mutx.Cli.Signals;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Cli.Commands;

/// <summary>Runs a command while holding a lock.</summary>
internal sealed class RunCommand(RunRequest request, Reporter reporter, ChildRunner children, Interruption interruption)
{
    public ExitStatus Run()
    {
        FileLock wanted = ResourceLock.Of(request.Resource, LockVoice.Give(request.Lock, reporter));
        using FileLockHandle? free = TakeFree(wanted);
        if (free is not null)
        {
            return RunUnder(wanted, free, server: null);
        }

        interruption.Begin();
        AskedLock? ofServer = LockVoice.OfServer(request.Server, request.Resource, reporter);
        using ILockHandle? server = Acquire(
            () => ofServer?.Acquire(request.Mode, request.Timeout, interruption.Token), out ExitStatus? conflict);
        using FileLockHandle? held = conflict is null ? Acquire(() => AcquireFile(wanted, server), out conflict) : null;
        return held is null ? conflict!.Value : RunUnder(wanted, held, server);
    }

    /// <summary>
    /// The lock, if nobody has it and this process is about to become the command. Until it is there is no wait, and nothing
    /// that a signal would have to clear up: it may end the process by its default, as it does before a program has begun. To
    /// handle it would take a thread, and the thread a fifth of the whole time.
    /// </summary>
    private FileLockHandle? TakeFree(FileLock wanted) =>
        !OperatingSystem.IsWindows() && !request.KeepsLock && request.Server is null && wanted.Capabilities.Hold == LockHoldModel.Kernel
            ? wanted.TryAcquire(request.Mode)
            : null;

    private ExitStatus RunUnder(FileLock wanted, FileLockHandle held, ILockHandle? server)
    {
        try
        {
            // The command's work is nobody's to look at before it is done: now is the last moment.
            held.EnsureHeld();
        }
        catch (LockLostException e)
        {
            return NotObtained(e);
        }

        foreach (string warning in held.Warnings)
        {
            reporter.Warn(warning);
        }

        RunReport.Begin(reporter, request, held, server);

        // A claim and a server's lock have to be kept, and given back at the end: somebody has to stay for that.
        bool stays = request.KeepsLock || held.Method == LockMethod.Claim || server is not null;
        return OperatingSystem.IsWindows() || stays ? RunAsChild(wanted, held, server) : Become(held);
    }

    /// <summary>Takes a lock, unless somebody has it: that is told.</summary>
    private T? Acquire<T>(Func<T?> acquire, out ExitStatus? conflict)
        where T : class, ILockHandle
    {
        conflict = null;
        try
        {
            return acquire();
        }
        catch (MutxException e) when (e is LockTimeoutException or LockUnavailableException or LockLostException)
        {
            conflict = NotObtained(e);
            return null;
        }
    }

    /// <summary>The file's own lock. Whoever loses the server's meanwhile waits for it in vain.</summary>
    private FileLockHandle AcquireFile(FileLock wanted, ILockHandle? server)
    {
        if (server is null)
        {
            return wanted.Acquire(request.Mode, request.Timeout, interruption.Token);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token, server.LockLost);
        try
        {
            return wanted.Acquire(request.Mode, Left(server), either.Token);
        }
        catch (OperationCanceledException) when (!interruption.Token.IsCancellationRequested)
        {
            server.EnsureHeld();
            throw;
        }
    }

    /// <summary>Nothing is run, for want of a lock: that is told.</summary>
    private ExitStatus NotObtained(MutxException error)
    {
        interruption.ClaimEnding();
        ExitStatus status = reporter.Fail(error is LockLostException
            ? new LockLostException($"{error.Message}; '{request.Command[0]}' was not started") { Path = error.Path, Hint = error.Hint }
            : error);
        return request.ConflictStatus is { } chosen ? (ExitStatus)chosen : status;
    }

    /// <summary>What the wait for the server's lock has left of the time there is.</summary>
    private TimeSpan Left(ILockHandle server) =>
        request.Timeout == Timeout.InfiniteTimeSpan ? request.Timeout
        : request.Timeout > server.Waited ? request.Timeout - server.Waited
        : TimeSpan.Zero;

    /// <summary>
    /// This process becomes the command, and the open lock file stays open in it: there is nobody between the command
    /// and whoever started it, and the lock ends with the command whatever happens.
    /// <para>
    /// From here on nothing may start a thread of the runtime, which the kernel refuses while execve(2) runs. That is why
    /// waiting is told of without a timer, and signals are handled without a thread for each.
    /// </para>
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    private ExitStatus Become(FileLockHandle held)
    {
        ChildEnvironment.Tell(held.MakeInheritable());
        Interruption.GiveBackSignals();
        return NotStarted(ProcessImage.Replace(request.Command));
    }

    private ExitStatus RunAsChild(FileLock wanted, FileLockHandle held, ILockHandle? server)
    {
        ChildEnvironment.Tell(wanted, server);
        using var guard = new LostLockGuard(request, reporter, children, held, server);
        using CancellationTokenRegistration onLost = held.LockLost.Register(guard.Lost);
        using CancellationTokenRegistration onServerLost = (server?.LockLost ?? default).Register(guard.Lost);
        interruption.ForwardToChild();
        try
        {
            ChildResult result = children.Run(new ChildCommand(request.Command)
            {
                Starting = guard.Starting,
                EndsWithThis = server is null ? 0 : EndSignal,
                TellsJson = request.Report.Json,
            });
            return guard.Ended() ?? (ExitStatus)result.AsShellStatus;
        }
        catch (LockLostException e)
        {
            return NotObtained(e);
        }
        catch (MutxException e) when (e.Error == MutxError.CommandFailed)
        {
            return NotStarted(e);
        }
    }

    /// <summary>What the command gets where this process is killed, and the server's lock is lost by that.</summary>
    private int EndSignal => request.OnLost switch
    {
        LostLock.Terminate => Libc.SIGTERM,
        LostLock.Kill => Libc.SIGKILL,
        _ => 0,
    };

    private ExitStatus NotStarted(MutxException error)
    {
        interruption.ClaimEnding();
        reporter.Fail(error);
        return StartFailure.StatusOf(error);
    }
}
