using Mutx.Primitives;

namespace Mutx.Tests.Primitives;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0ms", 0)]
    [InlineData("100", 100)]
    [InlineData("500", 500)]
    [InlineData("5ms", 5)]
    [InlineData("5s", 5_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("0.25h", 900_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("2w", 1_209_600_000)]
    [InlineData("1y", 31_536_000_000)]
    public void A_number_and_a_unit_are_read_and_a_bare_number_as_milliseconds(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, BareNumber.Milliseconds, out TimeSpan value, out string problem), problem);
        Assert.Equal(milliseconds, (long)value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+5s")]
    [InlineData("5x")]
    [InlineData("5 s")]
    [InlineData("1.s")]
    [InlineData(".5s")]
    [InlineData("1,5s")]
    [InlineData("1.5.5s")]
    [InlineData("1e3s")]
    [InlineData("s")]
    [InlineData("5S")]
    [InlineData("٣s")]
    [InlineData("213503982334602d")]
    [InlineData("99999999999999999999")]
    [InlineData("99999999999999999999999999999999999999s")]
    public void Anything_else_is_refused_with_a_reason(string text)
    {
        Assert.False(DurationText.TryParse(text, BareNumber.Milliseconds, out TimeSpan value, out string problem));
        Assert.Equal(TimeSpan.Zero, value);
        Assert.Contains($"'{text}'", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "1s or 1ms?")]
    [InlineData("99", "99s or 99ms?")]
    [InlineData("0.5", "0.5s or 0.5ms?")]
    [InlineData("150.5", "150.5s or 150.5ms?")]
    public void A_bare_number_that_is_hardly_meant_in_milliseconds_is_asked_about(string text, string question)
    {
        Assert.False(DurationText.TryParse(text, BareNumber.Milliseconds, out _, out string problem));
        Assert.EndsWith(question, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("7")]
    [InlineData("500")]
    public void A_bare_number_is_refused_where_none_is_meant(string text)
    {
        Assert.False(DurationText.TryParse(text, BareNumber.Refused, out _, out string problem));
        Assert.Equal($"'{text}' has no unit: {text}s, {text}m, {text}h or {text}d?", problem);
    }

    [Fact]
    public void The_longest_and_the_shortest_are_read()
    {
        Assert.True(DurationText.TryParse("922337203685477.5807ms", BareNumber.Refused, out TimeSpan longest, out _));
        Assert.Equal(TimeSpan.MaxValue, longest);
        Assert.True(DurationText.TryParse("0.000000001ms", BareNumber.Refused, out TimeSpan shortest, out _));
        Assert.Equal(1, shortest.Ticks);
    }

    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(1, "1ms")]
    [InlineData(1_500, "1500ms")]
    [InlineData(90_000, "90s")]
    [InlineData(86_400_000, "1d")]
    [InlineData(604_800_000, "1w")]
    public void What_is_written_is_the_shortest_exact_form(long milliseconds, string text) =>
        Assert.Equal(text, DurationText.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void What_is_written_is_read_back()
    {
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++)
        {
            TimeSpan value = TimeSpan.FromMilliseconds(random.NextInt64(0, (long)TimeSpan.MaxValue.TotalMilliseconds >> random.Next(50)));
            Assert.True(DurationText.TryParse(DurationText.Format(value), BareNumber.Refused, out TimeSpan back, out string problem), problem);
            Assert.Equal(value, back);
        }
    }
}
