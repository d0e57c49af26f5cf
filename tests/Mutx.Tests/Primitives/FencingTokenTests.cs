using Mutx.Primitives;

namespace Mutx.Tests.Primitives;

public sealed class FencingTokenTests
{
    [Fact]
    public void A_later_epoch_beats_any_counter_and_a_counter_decides_within_one()
    {
        FencingToken early = new("s", "l", 1, 900);
        FencingToken later = new("s", "l", 2, 1);
        Assert.True(early < later && later > early && later > null && early <= new FencingToken("s", "l", 1, 900));
        Assert.True(new FencingToken("s", "l", 2, 2) > later);
        Assert.Equal("s:l:2:1", later.ToString());
    }

    [Fact]
    public void Tokens_of_different_providers_or_locks_say_nothing_about_each_other()
    {
        FencingToken one = new("a", "l", 1, 1);
        FencingToken other = new("b", "l", 1, 2);
        Assert.False(one.IsComparableTo(other));
        Assert.False(one.IsComparableTo(one with { Lock = "m" }));
        Assert.Throws<ArgumentException>(() => one < other);
    }

    [Theory]
    [InlineData("etcd:cdf8:mutx.01ab:0:7", "etcd:cdf8", "mutx.01ab", 0, 7)]
    [InlineData("postgres:7390.16384:a.b.01ab:3:9223372036854775807", "postgres:7390.16384", "a.b.01ab", 3, long.MaxValue)]
    public void A_token_is_read_as_it_is_written(string text, string provider, string name, long epoch, long counter)
    {
        Assert.True(FencingToken.TryParse(text, out FencingToken? token));
        Assert.Equal(new FencingToken(provider, name, epoch, counter), token);
        Assert.Equal(text, token.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("a:1:2")]
    [InlineData(":l:1:2")]
    [InlineData("a::1:2")]
    [InlineData("a:l:1")]
    [InlineData("a:l:1:")]
    [InlineData("a:l:1:x")]
    [InlineData("a:l:-1:2")]
    [InlineData("a:l: 1:2")]
    [InlineData("a:l:1:9223372036854775808")]
    public void What_is_none_is_not_taken_for_one(string? text)
    {
        Assert.False(FencingToken.TryParse(text, out FencingToken? token));
        Assert.Null(token);
    }
}
