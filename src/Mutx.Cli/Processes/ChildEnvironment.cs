using Mutx.Cli.CommandLine;
using Mutx.Cli.Interop;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Cli.Processes;

/// <summary>What COMMAND finds in its environment that this program didn't.</summary>
internal static class ChildEnvironment
{
    /// <summary>Tells COMMAND of the locks that this process holds and keeps until COMMAND has ended.</summary>
    /// <param name="held">The lock of the file.</param>
    /// <param name="server">The lock of a server; null for none.</param>
    public static void Tell(FileLock held, ILockHandle? server)
    {
        try
        {
            Tell(LockAncestry.ValueFor(held, server));
        }
        catch (MutxException)
        {
            // Where the lock lies can't be told anew (a directory whose name is no text): then nothing is, as below.
        }

        if (server?.FencingToken is { } token && !OperatingSystem.IsWindows())
        {
            _ = Libc.setenv(EnvironmentTable.FencingToken, token.ToString(), overwrite: 1);
        }
    }

    /// <summary>Tells COMMAND of the lock that it runs under, so that it isn't waited for in vain.</summary>
    /// <param name="value">What is told; nothing if null.</param>
    public static void Tell(string? value)
    {
        if (value is not null && !OperatingSystem.IsWindows())
        {
            // Without memory for it COMMAND only waits where it could have been refused.
            _ = Libc.setenv(LockAncestry.Variable, value, overwrite: 1);
        }
    }
}
