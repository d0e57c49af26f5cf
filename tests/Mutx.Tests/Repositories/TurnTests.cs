using Mutx.Repositories;

namespace Mutx.Tests.Repositories;

public sealed class TurnTests
{
    private readonly SettableTime _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_turn_that_nobody_else_waits_for_is_one_commit() => Assert.False(new Turn(isContended: false, _time).GoesOn);

    [Fact]
    public void A_turn_among_others_ends_by_itself()
    {
        var turn = new Turn(isContended: true, _time);
        _time.Pass(TimeSpan.FromMilliseconds(9));
        Assert.True(turn.GoesOn);
        _time.Pass(TimeSpan.FromMilliseconds(1));
        Assert.False(turn.GoesOn);
    }

    [Fact]
    public void It_waits_no_longer_than_a_moment_for_something_to_do()
    {
        var turn = new Turn(isContended: true, _time);
        Assert.True(turn.WaitFor(() => true));
        int looks = 0;
        Assert.True(turn.WaitFor(() => ++looks == 2));
        looks = 0;
        Assert.False(turn.WaitFor(() =>
        {
            looks++;
            _time.Pass(TimeSpan.FromMicroseconds(50));
            return false;
        }));
        Assert.Equal(2, looks);
    }
}
