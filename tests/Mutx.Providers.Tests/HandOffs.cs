using Mutx.Providers.Tests.Servers;

namespace Mutx.Providers.Tests;

/// <summary>Processes that hand one lock to each other, and check in it that they are alone and that tokens grow.</summary>
public sealed class HandOffs(SharedServers servers)
{
    private const int Processes = 4;
    private const int Turns = 500;

    [Fact]
    public async Task Four_processes_of_500_turns_by_Postgres_never_overlap_and_tokens_grow() =>
        await TakeTurnsAsync($"postgres {(await servers.PostgresAsync()).Connection}");

    [Fact]
    public async Task Four_processes_of_500_turns_by_etcd_never_overlap_and_tokens_grow() =>
        await TakeTurnsAsync($"etcd 60 {(await servers.EtcdAsync()).Endpoints}");

    private static async Task TakeTurnsAsync(string provider)
    {
        using var directory = new TempDirectory();
        OtherProcess[] processes =
            [.. Enumerable.Range(0, Processes).Select(_ => OtherProcess.Start(provider, "turns", "hand-offs", $"{Turns}", directory.Path))];
        try
        {
            foreach (OtherProcess process in processes)
            {
                Assert.Equal($"{Turns} turns, 0 overlaps, 0 out of order\n", await process.EndAsync());
            }
        }
        finally
        {
            Array.ForEach(processes, process => process.Dispose());
        }
    }
}
