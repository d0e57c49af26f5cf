using System.Globalization;

namespace Mutx.Bench;

/// <summary>One line of the result table.</summary>
/// <param name="What">What was measured, and beside what.</param>
/// <param name="Unit">The unit of both values: ms, MiB, per second.</param>
/// <param name="Ours">Our value.</param>
/// <param name="Peer">The peer's, if there is one.</param>
/// <param name="Ratio">Ours to the peer's; the median over the pairs where there are pairs, so not exactly Ours / Peer.</param>
/// <param name="Goal">What has to be reached.</param>
internal sealed record Figure(string What, string Unit, double Ours, double? Peer, double? Ratio, Goal Goal)
{
    /// <summary>Between which ratios the middle half of the pairs lies.</summary>
    public (double Low, double High)? Spread { get; init; }

    public bool IsMet => Goal.IsMetBy(this);

    public static Figure Of(string what, string unit, Pairs pairs, Goal goal) =>
        new(what, unit, pairs.Ours, pairs.Peer, pairs.Ratio, goal) { Spread = (pairs.Low, pairs.High) };

    /// <summary>A value that has no peer.</summary>
    public static Figure Alone(string what, string unit, double ours, Goal goal) => new(what, unit, ours, null, null, goal);

    /// <summary>The cells of the table, without the row's name.</summary>
    public string ToCells() =>
        $"{What.Replace("|", "\\|", StringComparison.Ordinal)} | {Number(Ours)} {Unit} | {(Peer is null ? "" : $"{Number(Peer)} {Unit}")} | {RatioText} | {Goal.Text} | "
        + (Goal == Goal.None ? "" : IsMet ? "yes" : "**no**");

    public override string ToString() =>
        $"{What}: {Number(Ours)} {Unit}"
        + (Peer is null ? "" : $", peer {Number(Peer)} {Unit}, ratio {RatioText}")
        + (Goal == Goal.None ? "" : $"; goal {Goal.Text}: {(IsMet ? "met" : "NOT MET")}");

    private string RatioText =>
        Spread is { } spread ? $"{Number(Ratio)} ({Number(spread.Low)} to {Number(spread.High)})" : Number(Ratio);

    // Three digits say more than any of these measurements holds.
    private static string Number(double? value) => value switch
    {
        null => "",
        > 1 and var number when number == Math.Round(number) => number.ToString("F0", CultureInfo.InvariantCulture),
        >= 100 => value.Value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.Value.ToString("F1", CultureInfo.InvariantCulture),
        >= 1 or 0 => value.Value.ToString("F2", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("F3", CultureInfo.InvariantCulture),
    };
}
