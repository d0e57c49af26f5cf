using Mutx.Cli.Output;
using Mutx.Cli.Requests;
using Mutx.Cli.Servers;
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

    /// <summary>The lock that a server has of a resource; null where none was named.</summary>
    public static AskedLock? OfServer(ServerAddress? server, string resource, Reporter reporter) =>
        LockServers.LockOf(server, resource) is { } wanted ? new AskedLock(wanted, resource, !reporter.TellsOfWaiting) : null;
}
