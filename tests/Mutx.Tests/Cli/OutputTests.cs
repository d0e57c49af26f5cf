using System.Text.Json;
using Mutx.Cli.CommandLine;
using Mutx.Cli.Output;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Updating;

namespace Mutx.Tests.Cli;

public sealed class OutputTests
{
    [Theory]
    [InlineData("plain.txt", "plain.txt")]
    [InlineData("größe 😀 日本", "größe 😀 日本")]
    [InlineData("a\nb", @"a\nb")]
    [InlineData("a\r\tb", @"a\r\tb")]
    [InlineData("\x1b[31mred", @"\x1b[31mred")]
    [InlineData("\x7f\x9b", @"\x7f\x9b")]
    [InlineData("abc\u202etxt.exe", @"abc\u202etxt.exe")]
    [InlineData("\u2028\u200f", @"\u2028\u200f")]
    [InlineData("😀\n", @"😀\n")]
    public void What_does_not_print_is_escaped(string text, string shown) => Assert.Equal(shown, Printable.Escape(text));

    [Fact]
    public void Half_a_surrogate_pair_is_escaped() => Assert.Equal(@"x\ud800y", Printable.Escape("x\ud800y"));

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(1023, "1023 bytes")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData((1024 * 1024) - 1, "1.0 MiB")]
    [InlineData(long.MaxValue, "8.0 EiB")]
    public void Amounts_are_shown_in_the_unit_that_fits(long bytes, string shown) => Assert.Equal(shown, ByteSize.Format(bytes));

    [Theory]
    [InlineData(-0.5, "0.0s")]
    [InlineData(0.34, "0.3s")]
    [InlineData(9.94, "9.9s")]
    [InlineData(9.96, "10s")]
    [InlineData(59.4, "59s")]
    [InlineData(59.6, "1m 00s")]
    [InlineData(185, "3m 05s")]
    [InlineData(7805, "2h 10m")]
    public void Times_are_shown_in_the_unit_that_fits(double seconds, string shown) =>
        Assert.Equal(shown, Elapsed.Format(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, null, "0 bytes, 0 bytes/s")]
    [InlineData(4096, null, "4.0 KiB, 2.0 KiB/s")]
    [InlineData(1024, 4096L, "1.0 KiB of 4.0 KiB (25%), 512 bytes/s, 6.0s left")]
    [InlineData(0, 4096L, "0 bytes of 4.0 KiB (0%), 0 bytes/s")]
    [InlineData(8192, 4096L, "8.0 KiB of 4.0 KiB (100%), 4.0 KiB/s")]
    public void Progress_tells_amount_rate_and_where_known_the_time_left(long written, long? total, string shown) =>
        Assert.Equal(shown, ProgressDisplay.Describe(written, total, TimeSpan.FromSeconds(2)));

    [Fact]
    public void An_error_in_json_has_code_message_path_and_hint()
    {
        var error = new MutxException(MutxError.IsADirectory, "d\n is a directory") { Path = "d\n", Hint = "Name a file." };
        using var json = JsonDocument.Parse(JsonText.Error(ErrorReport.Of(error)));
        JsonElement told = json.RootElement.GetProperty("error");

        Assert.Equal("isADirectory", told.GetProperty("code").GetString());
        Assert.Equal("d\n is a directory", told.GetProperty("message").GetString());
        Assert.Equal("d\n", told.GetProperty("path").GetString());
        Assert.Equal("Name a file.", told.GetProperty("hint").GetString());
    }

    [Fact]
    public void An_error_in_json_is_one_line_with_null_for_what_is_not_known()
    {
        string json = JsonText.Error(ErrorReport.Of(new ParseError("a\nb")));

        Assert.DoesNotContain('\n', json);
        Assert.Contains("\"path\":null", json, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"invalidRequest\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_codes_of_errors_are_camel_case_and_distinct()
    {
        string[] names = [.. Enum.GetValues<MutxError>().Select(ErrorReport.CodeName)];

        Assert.Distinct(names);
        Assert.All(names, name => Assert.Matches("^[a-z][a-zA-Z]*$", name));
    }

    [Theory]
    [InlineData(true, 0.2, "replaced 'f' (2.0 KiB)")]
    [InlineData(false, 0.2, "left 'f' unchanged: it has this content already")]
    [InlineData(true, 1234.5, "replaced 'f' (2.0 KiB), after waiting 1234ms for the lock")]
    public void A_replacement_is_told_in_one_line(bool changed, double waited, string line) =>
        Assert.Equal(line, ReplaceReport.Line(Result(changed, waited)));

    [Fact]
    public void A_replacement_in_json_has_the_members_that_programs_rely_on()
    {
        string json = ReplaceReport.Json("write", Result(changed: true, waited: 12.7));

        Assert.Equal(
            """{"operation":"write","output":"f","bytes":2048,"changed":true,"backup":null,"lock":{"path":"/l","method":"kernel","waitedMs":12},"warnings":["careful"]}""",
            json);
    }

    private static ReplaceResult Result(bool changed, double waited) => new()
    {
        Path = "f",
        Length = 2048,
        Changed = changed,
        LockFile = "/l",
        LockMethod = LockMethod.Kernel,
        LockWaited = TimeSpan.FromMilliseconds(waited),
        Warnings = ["careful"],
    };
}
