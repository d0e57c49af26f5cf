using System.Globalization;

namespace Mutx.Primitives;

/// <summary>
/// Durations as people write them: a whole number and a unit, <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>,
/// <c>7d</c>, <c>1y</c> (365 days), or a bare number whose unit the context gives.
/// </summary>
public static class DurationText
{
    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
        ("y", TimeSpan.FromDays(365)),
    ];

    /// <summary>Reads a duration.</summary>
    /// <param name="text">A whole number, not negative, with or without a unit.</param>
    /// <param name="bareUnit">What a number without a unit counts.</param>
    /// <param name="value">The duration, or zero if the text is none.</param>
    /// <param name="problem">What is wrong with the text and what would be right; empty if nothing is.</param>
    /// <returns>Whether the text is a duration.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, DurationUnit bareUnit, out TimeSpan value, out string problem)
    {
        Guard.Defined(bareUnit, DurationUnit.Seconds);
        value = TimeSpan.Zero;
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        if (digits == 0 || !TryGetUnit(text[digits..], bareUnit, out TimeSpan unit))
        {
            problem = $"'{text}' is not a duration; write a whole number of {BareName(bareUnit)}, or one with a unit: 500ms, 30s, 5m, 2h, 7d, 1y";
            return false;
        }

        if (!long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            || count > TimeSpan.MaxValue.Ticks / unit.Ticks)
        {
            problem = $"'{text}' is too long a duration; the longest is {TimeSpan.MaxValue.Days}d";
            return false;
        }

        value = TimeSpan.FromTicks(count * unit.Ticks);
        problem = "";
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

    private static bool TryGetUnit(ReadOnlySpan<char> name, DurationUnit bareUnit, out TimeSpan unit)
    {
        if (name.IsEmpty)
        {
            unit = bareUnit == DurationUnit.Milliseconds ? Units[0].Length : Units[1].Length;
            return true;
        }

        foreach ((string known, TimeSpan length) in Units)
        {
            if (name.SequenceEqual(known))
            {
                unit = length;
                return true;
            }
        }

        unit = default;
        return false;
    }

    private static string BareName(DurationUnit unit) => unit == DurationUnit.Milliseconds ? "milliseconds" : "seconds";
}
