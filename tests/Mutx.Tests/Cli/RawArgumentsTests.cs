using Mutx.Cli.CommandLine;

namespace Mutx.Tests.Cli;

public sealed class RawArgumentsTests
{
    [Fact]
    public void An_argument_that_is_no_utf8_is_shown_with_its_bad_bytes() =>
        Assert.Equal(
            """the argument 'aé\xffb' is not valid Unicode (UTF-8); mutx takes no other names""",
            RawArguments.Check(["aé\uFFFDb"], [.. "mutx\0aé"u8, 0xFF, .. "b\0"u8])?.Message);

    [Fact]
    public void A_name_that_really_has_the_replacement_character_is_accepted() =>
        Assert.Null(RawArguments.Check(["a\uFFFD"], "mutx\0a\uFFFD\0"u8));

    [Fact]
    public void Words_before_the_arguments_do_not_count() =>
        Assert.Null(RawArguments.Check(["a\uFFFD"], [.. "/bin/"u8, 0xFF, .. "\0mutx.dll\0a\uFFFD\0"u8]));

    [Fact]
    public void Empty_arguments_keep_their_place()
    {
        byte[] line = [.. "mutx\0\0"u8, 0xC3, .. "\0\0"u8];
        Assert.Equal(4, line.Count(b => b == 0));
        Assert.Contains(@"'\xc3'", RawArguments.Check(["", "\uFFFD", ""], line)!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    public void Half_a_surrogate_pair_is_no_name(int half) =>
        Assert.Contains("not valid Unicode", RawArguments.Check(["😀", "😀a" + (char)half + "b"])!.Message, StringComparison.Ordinal);

    [Fact]
    public void Sound_arguments_are_not_looked_at() => Assert.Null(RawArguments.Check(["ü😀", ""]));
}
