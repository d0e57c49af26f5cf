using System.Globalization;

namespace Mutx.Bench;

/// <summary>What a figure has to reach, in words and as a check.</summary>
internal sealed record Goal(string Text, Func<Figure, bool> IsMetBy)
{
    /// <summary>The figure is given for information.</summary>
    public static Goal None { get; } = new("", _ => true);

    public static Goal RatioAtMost(double limit) => new(Say($"ratio ≤ {limit}"), figure => figure.Ratio <= limit);

    public static Goal RatioBelow(double limit) => new(Say($"ratio < {limit}"), figure => figure.Ratio < limit);

    public static Goal RatioAtLeast(double limit) => new(Say($"ratio ≥ {limit}"), figure => figure.Ratio >= limit);

    public static Goal RatioAbove(double limit) => new(Say($"ratio > {limit}"), figure => figure.Ratio > limit);

    /// <summary>Our own value, in the figure's unit, whatever the peer's.</summary>
    public static Goal AtMost(double limit) => new(Say($"≤ {limit}"), figure => figure.Ours <= limit);

    /// <inheritdoc cref="AtMost"/>
    public static Goal Below(double limit) => new(Say($"< {limit}"), figure => figure.Ours < limit);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
