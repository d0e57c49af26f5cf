using Mutx.Cli.Requests;
using Mutx.Locking;

namespace Mutx.Cli.Servers;

/// <summary>
/// The locks of servers. Their clients are in another executable, <c>mutx-servers</c>, which is this program with them linked
/// in: they are larger than all the rest, and need libraries of the system's that a static program can't load.
/// </summary>
internal static class LockServers
{
    private static ILockProvider? _provider;

    /// <summary>Makes the client of a server; null in the executable that has none.</summary>
    public static Func<ServerAddress, ILockProvider>? Connect { get; set; }

    /// <summary>The lock of a resource, as it was typed; null where no server was named.</summary>
    public static ILock? LockOf(ServerAddress? server, string resource)
    {
        if (server is null)
        {
            return null;
        }

        _provider ??= Connect!(server);
        return _provider.Get(ServerAddress.NameOf(resource));
    }

    /// <summary>Gives back what is held or waited for, in bounded time: a lease would outlive this process.</summary>
    public static void Close() => (_provider as IDisposable)?.Dispose();
}
