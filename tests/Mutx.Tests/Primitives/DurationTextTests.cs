using Mutx.Primitives;

namespace Mutx.Tests.Primitives;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0", DurationUnit.Milliseconds, 0)]
    [InlineData("500", DurationUnit.Milliseconds, 500)]
    [InlineData("500", DurationUnit.Seconds, 500_000)]
    [InlineData("500ms", DurationUnit.Seconds, 500)]
    [InlineData("5s", DurationUnit.Milliseconds, 5_000)]
    [InlineData("2m", DurationUnit.Milliseconds, 120_000)]
    [InlineData("1h", DurationUnit.Milliseconds, 3_600_000)]
    [InlineData("7d", DurationUnit.Seconds, 604_800_000)]
    [InlineData("1y", DurationUnit.Seconds, 31_536_000_000)]
    public void A_number_with_or_without_a_unit_is_read(string text, DurationUnit unit, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, unit, out TimeSpan value, out string problem), problem);
        Assert.Equal(milliseconds, (long)value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+5s")]
    [InlineData("5x")]
    [InlineData("5 s")]
    [InlineData("1.5s")]
    [InlineData("s")]
    [InlineData("5S")]
    [InlineData("٣s")]
    [InlineData("213503982334602d")]
    [InlineData("99999999999999999999")]
    public void Anything_else_is_refused_with_a_reason(string text)
    {
        Assert.False(DurationText.TryParse(text, DurationUnit.Seconds, out TimeSpan value, out string problem));
        Assert.Equal(TimeSpan.Zero, value);
        Assert.Contains($"'{text}'", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(1, "1ms")]
    [InlineData(1_500, "1500ms")]
    [InlineData(90_000, "90s")]
    [InlineData(86_400_000, "1d")]
    public void What_is_written_is_the_shortest_exact_form(long milliseconds, string text) =>
        Assert.Equal(text, DurationText.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void What_is_written_is_read_back()
    {
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++)
        {
            TimeSpan value = TimeSpan.FromMilliseconds(random.NextInt64(0, (long)TimeSpan.MaxValue.TotalMilliseconds >> random.Next(50)));
            Assert.True(DurationText.TryParse(DurationText.Format(value), DurationUnit.Seconds, out TimeSpan back, out string problem), problem);
            Assert.Equal(value, back);
        }
    }
}
