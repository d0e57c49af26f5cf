using System.Diagnostics;
using Mutx.Testing;

namespace Mutx.Tests.Testing;

public sealed class ConcurrentOperationsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operations_run_at_the_same_time_and_each_result_or_error_comes_back()
    {
        using var all = new Barrier(4);
        IReadOnlyList<OperationResult<int>> results = await ConcurrentOperations.RunAsync(
            4,
            (index, token) =>
            {
                // None gets past this unless all of them run.
                Assert.True(all.SignalAndWait(TestKit.Eventually.Deadline, token));
                return index == 2 ? throw new InvalidOperationException("two") : Task.FromResult(index * 10);
            },
            cancellationToken: Token);
        Assert.Equal([0, 1, 2, 3], results.Select(each => each.Index));
        Assert.Equal([0, 10, 0, 30], results.Select(each => each.Value));
        Assert.Equal("two", Assert.IsType<InvalidOperationException>(results[2].Error).Message);
    }

    [Fact]
    public async Task Staggered_operations_start_no_sooner_than_their_interval()
    {
        TimeSpan stagger = TimeSpan.FromMilliseconds(20);
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<OperationResult<TimeSpan>> results = await ConcurrentOperations.RunAsync(
            3, (_, _) => Task.FromResult(Stopwatch.GetElapsedTime(start)), stagger, Token);

        // Timers round down to their own granularity.
        Assert.All(results, each => Assert.True(each.Value >= (stagger * each.Index) - TimeSpan.FromMilliseconds(2)));
    }

    [Fact]
    public void A_lost_update_is_named_and_a_repeated_one_too()
    {
        LostUpdates.Check(["a", "b"], ["b", "a", "unacknowledged"]);
        var error = Assert.Throws<LostUpdateException>(() => LostUpdates.Check(["a", "b", "c"], ["c", "a", "c"]));
        Assert.Equal(["b"], error.Lost);
        Assert.Equal(["c"], error.Repeated);
        Assert.Contains("1 are lost (b)", error.Message, StringComparison.Ordinal);
    }
}
