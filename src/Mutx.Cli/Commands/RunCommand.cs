using System.Runtime.Versioning;
using Mutx.Cli.CommandLine;
using Mutx.Cli.Exit;
using Mutx.Cli.Interop;
using Mutx.Cli.Output;
using Mutx.Cli.Processes;
using Mutx.Cli.Requests;
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
        ILock? ofServer = LockVoice.OfServer(request.Server, request.Resource, reporter);
        using ILockHandle? server = Acquire(
            () => ofServer?.Acquire(request.Mode, request.Timeout, interruption.Token), out ExitStatus? conflict);
        using FileLockHandle? held = conflict is null
            ? Acquire(() => wanted.Acquire(request.Mode, Left(server), interruption.Token), out conflict)
            : null;
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
        // The command's work is nobody's to look at before it is done: now is the last moment.
        held.EnsureHeld();
        foreach (string warning in held.Warnings)
        {
            reporter.Warn(warning);
        }

        RunReport.Begin(reporter, request, held);

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
        catch (MutxException e) when (e is LockTimeoutException or LockUnavailableException)
        {
            interruption.ClaimEnding();
            conflict = reporter.Fail(e);
            if (request.ConflictStatus is { } status)
            {
                conflict = (ExitStatus)status;
            }

            return null;
        }
    }

    /// <summary>What the wait for the server's lock has left of the time there is.</summary>
    private TimeSpan Left(ILockHandle? server) =>
        request.Timeout == Timeout.InfiniteTimeSpan || server is null ? request.Timeout
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
        ChildEnvironment.Tell(wanted);
        if (server?.FencingToken is { } token && !OperatingSystem.IsWindows())
        {
            _ = Libc.setenv(EnvironmentTable.FencingToken, token.ToString(), overwrite: 1);
        }

        using var guard = new LostLockGuard(request, reporter, children);
        using CancellationTokenRegistration onLost = held.LockLost.Register(guard.Lost);
        using CancellationTokenRegistration onServerLost = (server?.LockLost ?? default).Register(guard.Lost);
        interruption.ForwardToChild();
        try
        {
            ChildResult result = children.Run(new ChildCommand(request.Command));
            return guard.Ended(server) ? (ExitStatus)result.AsShellStatus : ExitStatus.LockNotObtained;
        }
        catch (MutxException e) when (e.Error == MutxError.CommandFailed)
        {
            return NotStarted(e);
        }
    }

    private ExitStatus NotStarted(MutxException error)
    {
        interruption.ClaimEnding();
        reporter.Fail(error);
        return error.NativeError == StartFailure.NoSuchCommand ? ShellStatus.CommandNotFound : ShellStatus.CommandNotExecutable;
    }
}
