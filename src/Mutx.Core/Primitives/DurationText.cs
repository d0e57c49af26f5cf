using System.Globalization;

namespace Mutx.Primitives;

/// <summary>
/// Durations as people write them: a number, with a fraction or without, and a unit: <c>500ms</c>, <c>1.5s</c>, <c>5m</c>,
/// <c>2h</c>, <c>7d</c>, <c>4w</c>, <c>1y</c> (365 days).
/// </summary>
public static class DurationText
{
    /// <summary>Bare numbers below it are asked about where they count milliseconds.</summary>
    private const int FirstClearNumber = 100;

    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
        ("w", TimeSpan.FromDays(7)),
        ("y", TimeSpan.FromDays(365)),
    ];

    /// <summary>Reads a duration.</summary>
    /// <param name="text">A number that isn't negative, in ASCII digits, with a point before a fraction, and a unit.</param>
    /// <param name="bare">What a number without a unit means.</param>
    /// <param name="value">The duration, in whole ticks (100 ns), of which the last may have begun; zero if the text is none.</param>
    /// <param name="problem">What is wrong with the text and what would be right; empty if nothing is.</param>
    /// <returns>Whether the text is a duration.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, BareNumber bare, out TimeSpan value, out string problem)
    {
        Guard.Defined(bare, BareNumber.Milliseconds);
        value = TimeSpan.Zero;
        ReadOnlySpan<char> number = text[..NumberLength(text)];
        ReadOnlySpan<char> unitName = text[number.Length..];
        if (number.IsEmpty || !TryGetUnit(unitName, out TimeSpan unit))
        {
            problem = $"'{text}' is not a duration; write a number and a unit: 500ms, 1.5s, 2m, 1h, 7d, 4w, 1y";
            return false;
        }

        // Digits beyond what a decimal holds are too many, or too far behind the point to matter.
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal count)
            || count > (decimal)TimeSpan.MaxValue.Ticks / unit.Ticks)
        {
            problem = $"'{text}' is too long a duration; the longest is {TimeSpan.MaxValue.Days}d";
            return false;
        }

        problem = unitName.IsEmpty ? Ask(number, count, bare) : "";
        if (problem.Length > 0)
        {
            return false;
        }

        decimal ticks = decimal.Ceiling(count * unit.Ticks);
        value = ticks < TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)ticks) : TimeSpan.MaxValue;
        return true;
    }

    /// <summary>Writes a duration with the largest unit that needs no fraction, <c>90s</c> for a minute and a half.</summary>
    /// <param name="value">A duration that isn't negative; what is below a millisecond is cut off.</param>
    public static string Format(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        for (int i = Units.Length - 1; i > 0; i--)
        {
            if (value != TimeSpan.Zero && value.Ticks % Units[i].Length.Ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / Units[i].Length.Ticks}{Units[i].Name}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / TimeSpan.TicksPerMillisecond}ms");
    }

    /// <summary>How long the number is that a text begins with: digits, and digits behind a point.</summary>
    private static int NumberLength(ReadOnlySpan<char> text)
    {
        int whole = DigitsFrom(text, 0);
        if (whole == 0 || whole >= text.Length || text[whole] != '.')
        {
            return whole;
        }

        int end = DigitsFrom(text, whole + 1);
        return end > whole + 1 ? end : whole;
    }

    private static int DigitsFrom(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>What is asked about a number without a unit; empty where it is clear.</summary>
    private static string Ask(ReadOnlySpan<char> number, decimal count, BareNumber bare) =>
        bare == BareNumber.Refused ? $"'{number}' has no unit: {number}s, {number}m, {number}h or {number}d?"
        : count == 0 || (count >= FirstClearNumber && decimal.IsInteger(count)) ? ""
        : $"'{number}' has no unit: {number}s or {number}ms?";

    /// <summary>A unit by its name; no name stands for milliseconds.</summary>
    private static bool TryGetUnit(ReadOnlySpan<char> name, out TimeSpan unit)
    {
        foreach ((string known, TimeSpan length) in Units)
        {
            if (name.IsEmpty || name.SequenceEqual(known))
            {
                unit = length;
                return true;
            }
        }

        unit = default;
        return false;
    }
}
