using System.Diagnostics;
using System.Globalization;
using Mutx.Etcd;
using Mutx.Locking;
using Mutx.Postgres;

namespace Mutx.Bench.Servers;

/// <summary>
/// One of two processes that hand a lock of a server to each other: this program, or a peer that speaks as it does. It is
/// told "take" and "give" in lines, and says the moment it had the lock, and the moment before it let go.
/// </summary>
internal sealed class ServerSide : IDisposable
{
    public const string Name = "bench";

    private readonly Process _process;

    public ServerSide(string program, params string[] arguments) =>
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    /// <summary>This program.</summary>
    /// <param name="kind"><c>postgres</c> or <c>etcd</c>.</param>
    /// <param name="address">A connection string, or end points.</param>
    public static ServerSide Ours(string kind, string address) => new(Environment.ProcessPath!, "--part", kind, address);

    public static ILockProvider? ProviderOf(string kind, string address) => kind switch
    {
        "postgres" => new PostgresLockProvider(address),
        "etcd" => new EtcdLockProvider(address),
        _ => null,
    };

    public void Say(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public string Read() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the other process ended");

    public long ReadMoment() => long.Parse(Read(), CultureInfo.InvariantCulture);

    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    public static async Task<int> ServeAsync(ILock wanted)
    {
        ILockHandle? held = null;
        while (await Console.In.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (line == "take")
            {
                held = await wanted.AcquireAsync().ConfigureAwait(false);
                SayNow();
            }
            else if (held is not null)
            {
                SayNow();
                await held.DisposeAsync().ConfigureAwait(false);
                Console.WriteLine("done");
            }
        }

        return 0;
    }

    private static void SayNow() => Console.WriteLine(Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture));
}
