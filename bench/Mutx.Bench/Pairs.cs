namespace Mutx.Bench;

/// <summary>
/// Two sides measured in turns. The machine drifts (clock, caches, what else runs on it), but hardly within one pair: so
/// the ratio is taken pair by pair, and the median of it is what counts.
/// </summary>
/// <param name="Ours">Median of our values.</param>
/// <param name="Peer">Median of the peer's values.</param>
/// <param name="Ratio">Median of the ratios of ours to the peer's, pair by pair.</param>
/// <param name="Low">The ratio that a quarter of the pairs lie below.</param>
/// <param name="High">The ratio that a quarter of the pairs lie above; far from <paramref name="Low"/>, the median says little.</param>
internal sealed record Pairs(double Ours, double Peer, double Ratio, double Low, double High)
{
    /// <summary>Measures <paramref name="count"/> pairs after some that warm up; who is first changes from pair to pair.</summary>
    public static Pairs Measure(int count, Func<double> ours, Func<double> peer)
    {
        for (int i = 0; i < Math.Min(count / 10 + 1, 20); i++)
        {
            ours();
            peer();
        }

        double[] our = new double[count];
        double[] their = new double[count];
        for (int i = 0; i < count; i++)
        {
            if (i % 2 == 0)
            {
                our[i] = ours();
                their[i] = peer();
            }
            else
            {
                their[i] = peer();
                our[i] = ours();
            }
        }

        return Of(our, their);
    }

    /// <summary>Pairs that were measured already, each side's in the same order.</summary>
    public static Pairs Of(double[] our, double[] their)
    {
        double[] ratios = [.. our.Zip(their, (a, b) => a / b)];
        return new Pairs(Median(our), Median(their), Median(ratios), Percentile(ratios, 0.25), Percentile(ratios, 0.75));
    }

    public static double Median(IReadOnlyCollection<double> values) => Percentile(values, 0.5);

    /// <summary>The value below which <paramref name="share"/> of all values lie.</summary>
    public static double Percentile(IReadOnlyCollection<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
