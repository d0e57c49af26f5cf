using System.Globalization;
using FsCheck.Fluent;
using Mutx.Primitives;
using Mutx.Updating;

namespace Mutx.Tests.Properties;

/// <summary>What a parser reads it writes again, and no text, however odd, makes one throw.</summary>
public sealed class ParserProperties
{
    [Fact]
    public void A_duration_that_was_written_is_read_as_the_same() =>
        Samples.Hold(Gen.Choose(0, int.MaxValue).SelectMany(low => Gen.Choose(0, 200_000), (low, high) => ((long)high << 31) + low), milliseconds =>
        {
            TimeSpan value = TimeSpan.FromMilliseconds(milliseconds);
            return DurationText.TryParse(DurationText.Format(value), BareNumber.Refused, out TimeSpan read, out _) && read == value;
        });

    [Fact]
    public void A_duration_is_a_number_and_a_unit_or_refused_with_a_reason() =>
        Samples.Hold(
            from number in Gen.OneOf(Samples.Text, Gen.Choose(0, int.MaxValue).Select(n => n.ToString(CultureInfo.InvariantCulture)))
            from unit in Gen.OneOf(Samples.Text, Gen.Elements("", "ms", "s", "m", "h", "d", "w", "y", ".5s", ".", "S", " s"))
            select number + unit,
            text => DurationText.TryParse(text, BareNumber.Milliseconds, out TimeSpan value, out string problem)
                ? value >= TimeSpan.Zero && problem.Length == 0 && char.IsAsciiDigit(text[0])
                : value == TimeSpan.Zero && problem.Length > 0);

    [Fact]
    public void A_condition_that_was_written_is_read_as_the_same_and_everything_else_is_refused() =>
        Samples.Hold(
            Gen.OneOf(Samples.Text, Samples.Bytes.Select(bytes => "sha256:" + Sha256.Hex(bytes)), Samples.Text.Select(text => "sha256:" + text)),
            text => !ContentCondition.TryParse(text, out ContentCondition? condition)
                || string.Equals(condition.ToString(), text, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void A_digest_is_that_of_the_base_library_however_the_content_is_cut() =>
        Samples.Hold(Samples.Bytes.ListOf(), pieces =>
        {
            var ours = new Sha256();
            foreach (byte[] piece in pieces)
            {
                ours.Append(piece);
            }

            byte[] all = [.. pieces.SelectMany(piece => piece)];
            return ours.FinishHex() == Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(all));
        });
}
