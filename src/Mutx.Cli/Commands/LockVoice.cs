using Mutx.Cli.Output;
using Mutx.Locking;

namespace Mutx.Cli.Commands;

/// <summary>Lets a lock say what the program says: what is logged, and that it is waited for.</summary>
internal static class LockVoice
{
    public static FileLockOptions Give(FileLockOptions options, Reporter reporter) => options with
    {
        Logger = reporter.Logger,
        WaitObserver = reporter.TellsOfWaiting ? new WaitDisplay() : null,
    };
}
