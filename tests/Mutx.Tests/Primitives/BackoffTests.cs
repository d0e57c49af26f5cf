using Mutx.Primitives;

namespace Mutx.Tests.Primitives;

public sealed class BackoffTests
{
    [Fact]
    public void Pauses_grow_by_half_up_to_the_cap_with_at_most_100_ms_of_jitter()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(50), new Random(3));
        Deadline never = Deadline.After(Timeout.InfiniteTimeSpan, TimeProvider.System);
        foreach (double step in new[] { 10, 15, 22.5, 33.75, 50, 50, 50 })
        {
            Assert.InRange(backoff.Next(never).TotalMilliseconds, step, step + 100);
        }
    }

    [Fact]
    public void No_pause_goes_past_the_deadline()
    {
        var time = new StoppedTime();
        Deadline deadline = Deadline.After(TimeSpan.FromMilliseconds(20), time);
        var backoff = new Backoff(Backoff.DefaultCap, new Random(3));
        for (int i = 0; i < 20; i++)
        {
            Assert.InRange(backoff.Next(deadline), TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
        }

        time.Advance(TimeSpan.FromMilliseconds(25));
        Assert.Equal(TimeSpan.Zero, backoff.Next(deadline));
    }

    [Fact]
    public void A_deadline_runs_on_the_monotonic_clock_whatever_the_date_does()
    {
        var time = new StoppedTime();
        Deadline deadline = Deadline.After(TimeSpan.FromSeconds(10), time);
        time.SetDate(DateTimeOffset.UnixEpoch);
        Assert.Equal(TimeSpan.FromSeconds(10), deadline.Remaining);
        time.SetDate(DateTimeOffset.MaxValue);
        Assert.False(deadline.HasExpired);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(deadline.HasExpired);
    }

    /// <summary>A clock whose hands only the test moves, date and monotonic time apart.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        private DateTimeOffset _date = DateTimeOffset.UnixEpoch.AddYears(50);
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow() => _date;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;

        public void SetDate(DateTimeOffset date) => _date = date;
    }
}
