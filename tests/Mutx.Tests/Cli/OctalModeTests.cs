using Mutx.Cli.CommandLine;

namespace Mutx.Tests.Cli;

public sealed class OctalModeTests
{
    [Theory]
    [InlineData("0640", 0x1A0)]
    [InlineData("640", 0x1A0)]
    [InlineData("0", 0)]
    [InlineData("7777", 0xFFF)]
    [InlineData("07777", 0xFFF)]
    [InlineData("000000644", 0x1A4)]
    public void Octal_digits_are_permissions(string text, int mode)
    {
        Assert.True(OctalMode.TryParse(text, out UnixFileMode value, out string? problem), problem);
        Assert.Equal((UnixFileMode)mode, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("09")]
    [InlineData("77777")]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("+640")]
    [InlineData("0x1ff")]
    [InlineData("0o640")]
    [InlineData(" 640")]
    [InlineData("640 ")]
    [InlineData("٦٤٠")]
    [InlineData("777777777777777777777777777777")]
    public void Anything_else_is_told_what_would_be_right(string text)
    {
        Assert.False(OctalMode.TryParse(text, out _, out string? problem));
        Assert.Matches("0640|7777", problem);
    }
}
