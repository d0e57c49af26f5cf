using System.Runtime.Versioning;
using Mutx.Cli.Exit;
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
        using FileLockHandle? held = Acquire(wanted, out ExitStatus conflict);
        if (held is null)
        {
            return conflict;
        }

        foreach (string warning in held.Warnings)
        {
            reporter.Warn(warning);
        }

        RunReport.Begin(reporter, request, held);

        // A claim has to be kept fresh, and removed at the end: somebody has to stay for that.
        bool stays = request.KeepsLock || held.Method == LockMethod.Claim;
        return OperatingSystem.IsWindows() || stays ? RunAsChild(held) : Become(held);
    }

    private FileLockHandle? Acquire(FileLock wanted, out ExitStatus conflict)
    {
        conflict = ExitStatus.Done;
        try
        {
            return wanted.Acquire(request.Mode, request.Timeout, interruption.Token);
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
        held.MakeInheritable();
        Interruption.GiveBackSignals();
        return NotStarted(ProcessImage.Replace(request.Command));
    }

    private ExitStatus RunAsChild(FileLockHandle held)
    {
        using CancellationTokenRegistration onLost = held.LockLost.Register(
            () => reporter.Warn($"the lock of '{request.Resource}' is lost while '{request.Command[0]}' runs: another host may hold it now"));
        interruption.ForwardToChild();
        try
        {
            return (ExitStatus)children.Run(new ChildCommand(request.Command)).AsShellStatus;
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
