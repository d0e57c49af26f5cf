using Mutx.Repositories;
using Mutx.TestKit;

namespace Mutx.Tests.Repositories;

public sealed class TurnTests
{
    [Fact]
    public void A_turn_that_nobody_else_waits_for_is_one_commit() => Assert.False(new Turn(isContended: false).GoesOn);

    [Fact]
    public async Task A_turn_among_others_ends_by_itself()
    {
        var turn = new Turn(isContended: true);
        await Eventually.IsTrue(() => !turn.GoesOn, "the turn is over");
    }

    [Fact]
    public void It_waits_no_longer_than_a_moment_for_something_to_do()
    {
        Assert.True(Turn.WaitFor(() => true));
        Assert.False(Turn.WaitFor(() => false));
        int looks = 0;
        Assert.True(Turn.WaitFor(() => ++looks == 2));
    }
}
