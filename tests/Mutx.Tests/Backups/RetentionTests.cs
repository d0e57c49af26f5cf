using FsCheck;
using FsCheck.Fluent;
using Mutx.Backups;

namespace Mutx.Tests.Backups;

public sealed class RetentionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void Nothing_goes_without_a_limit() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<TimeSpan>(), (rank, age) =>
            !Retention.KeepAll.IsExpired(rank.Get, age)).QuickCheckThrowOnFailure();

    [Fact]
    public void The_newest_are_kept_whatever_their_age() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<TimeSpan>(), (keep, rank, age) =>
        {
            var both = new Retention { KeepNewest = keep.Get, OlderThan = Day };
            var alone = new Retention { KeepNewest = keep.Get };
            return (rank.Get >= keep.Get || (!both.IsExpired(rank.Get, age) && !alone.IsExpired(rank.Get, age)))
                && alone.IsExpired(rank.Get, age) == rank.Get >= keep.Get;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void With_both_limits_only_what_is_beyond_both_goes() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<TimeSpan>(), (keep, rank, age) =>
            new Retention { KeepNewest = keep.Get, OlderThan = Day }.IsExpired(rank.Get, age)
                == (rank.Get >= keep.Get && age > Day)).QuickCheckThrowOnFailure();

    [Fact]
    public void Exactly_as_old_as_the_limit_is_not_older_and_the_future_is_not_old()
    {
        var policy = new Retention { OlderThan = Day };
        Assert.False(policy.IsExpired(100, Day));
        Assert.True(policy.IsExpired(0, Day + TimeSpan.FromTicks(1)));
        Assert.False(policy.IsExpired(100, -Day));
        Assert.False(new Retention { OlderThan = TimeSpan.Zero }.IsExpired(0, -Day));
    }

    [Fact]
    public void Keeping_none_keeps_none() => Assert.True(new Retention { KeepNewest = 0 }.IsExpired(0, TimeSpan.Zero));
}
