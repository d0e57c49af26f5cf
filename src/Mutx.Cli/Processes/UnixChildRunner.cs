using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Mutx.Cli.Interop;
using Mutx.Primitives;

namespace Mutx.Cli.Processes;

/// <summary>posix_spawnp and waitpid. Starting a thousand-page runtime by fork would cost milliseconds; posix_spawn
/// copies nothing, and says at once whether the program could be executed.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed unsafe class UnixChildRunner : ChildRunner
{
    private readonly Lock _gate = new();
    private int _process;
    private int _early;

    public override ChildResult Run(ChildCommand command)
    {
        RefuseIgnoredChildren();
        int process;
        lock (_gate)
        {
            if (_early != 0)
            {
                // It would end the child before that has done anything. This process may be gone a moment from now, and
                // then nobody would be left to tell a child that was started all the same.
                return ChildResult.EndedBy(_early);
            }

            command.Starting?.Invoke();
            int error = UnixSpawn.Start(command, out process);
            if (error != 0)
            {
                throw StartFailure.Of(command.Words[0], error);
            }

            _process = process;
        }

        AwaitEnd(process);

        // Its number may be another's as soon as it was asked how it ended: from then on no signal may go there.
        lock (_gate)
        {
            _process = 0;
            return Reap(process);
        }
    }

    public override void Forward(int signal)
    {
        lock (_gate)
        {
            if (_process != 0)
            {
                // A failure means that it has just ended.
                _ = Libc.kill(_process, signal);
            }
            else
            {
                // One that comes before there is a child is for it all the same.
                _early = signal;
            }
        }
    }

    /// <summary>Blocks until it has ended, and leaves it there: until it is asked how it ended nobody else gets its number.</summary>
    private static void AwaitEnd(int process)
    {
        byte* information = stackalloc byte[Libc.SizeOfSiginfo];
        while (Libc.waitid(Libc.P_PID, process, information, Libc.WEXITED | Libc.WNOWAIT) < 0)
        {
            RequireInterrupted();
        }
    }

    private static ChildResult Reap(int process)
    {
        int status;
        while (Libc.waitpid(process, &status, 0) < 0)
        {
            RequireInterrupted();
        }

        return ChildResult.FromWaitStatus(status);
    }

    private static void RequireInterrupted()
    {
        int error = Marshal.GetLastPInvokeError();
        if (error != Libc.EINTR)
        {
            throw new MutxException(MutxError.CommandFailed, $"how the command ended can't be known: {Explain(error)}")
            {
                NativeError = error,
            };
        }
    }

    /// <summary>Whoever started us may have had SIGCHLD ignored. Then the kernel throws away how a child ended, and
    /// waitpid(2) fails.</summary>
    private static void RefuseIgnoredChildren()
    {
        int childSignal = OperatingSystem.IsMacOS() ? Libc.MacSIGCHLD : Libc.LinuxSIGCHLD;
        byte* action = stackalloc byte[Libc.SizeOfSigaction];
        if (Libc.sigaction(childSignal, null, action) == 0 && *(nint*)action == Libc.SIG_IGN)
        {
            new Span<byte>(action, Libc.SizeOfSigaction).Clear(); // all zero: the default action
            _ = Libc.sigaction(childSignal, action, null);
        }
    }

    private static string Explain(int error) => Marshal.GetPInvokeErrorMessage(error);
}
