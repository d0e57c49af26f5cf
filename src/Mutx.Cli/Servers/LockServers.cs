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
        return _provider.Get(NameOf(resource));
    }

    /// <summary>Gives back what is held or waited for, in bounded time: a lease would outlive this process.</summary>
    public static void Close() => (_provider as IDisposable)?.Dispose();

    /// <summary>
    /// <c>name:WORD</c> is WORD to a server; a path is its absolute form, which has to be the same on all machines: nobody but
    /// this one knows what its links lead to.
    /// </summary>
    private static string NameOf(string resource) =>
        resource.StartsWith("name:", StringComparison.Ordinal) && resource.Length > "name:".Length ? resource["name:".Length..] : Path.GetFullPath(resource);
}
