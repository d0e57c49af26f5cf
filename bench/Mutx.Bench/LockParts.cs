using System.Diagnostics;
using System.Globalization;
using Mutx.Locking;

namespace Mutx.Bench;

/// <summary>What other processes do in the rows about locks: this same program, started as <c>--part NAME FILE</c>.</summary>
internal static class LockParts
{
    public static async Task<int> RunAsync(string part, string lockFile)
    {
        if (Servers.ServerSide.ProviderOf(part, lockFile) is { } provider)
        {
            return await Servers.ServerSide.ServeAsync(provider.Get(Servers.ServerSide.Name)).ConfigureAwait(false);
        }

        var fileLock = new FileLock(lockFile, new FileLockOptions { LockFile = lockFile });
        switch (part)
        {
            case "wait":
                while (await Console.In.ReadLineAsync().ConfigureAwait(false) is not null)
                {
                    FileLockHandle held = await fileLock.AcquireAsync().ConfigureAwait(false);
                    Console.WriteLine(Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture));
                    await held.DisposeAsync().ConfigureAwait(false);
                }

                return 0;

            case "block":
                while (Console.In.ReadLine() is not null)
                {
                    using FileLockHandle held = fileLock.Acquire();
                    Console.WriteLine(Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture));
                }

                return 0;

            default:
                return 1;
        }
    }
}
