using Mutx.Locking;

namespace Mutx.Tests.Locking;

public sealed class FencingTokenTests
{
    [Fact]
    public void A_later_epoch_beats_any_counter_and_a_counter_decides_within_one()
    {
        FencingToken early = new("s", 1, 900);
        FencingToken later = new("s", 2, 1);
        Assert.True(early < later && later > early && later > null && early <= new FencingToken("s", 1, 900));
        Assert.True(new FencingToken("s", 2, 2) > later);
        Assert.Equal("s:2:1", later.ToString());
    }

    [Fact]
    public void Tokens_of_different_providers_say_nothing_about_each_other()
    {
        FencingToken one = new("a", 1, 1);
        FencingToken other = new("b", 1, 2);
        Assert.False(one.IsComparableTo(other));
        Assert.Throws<ArgumentException>(() => one < other);
    }
}
