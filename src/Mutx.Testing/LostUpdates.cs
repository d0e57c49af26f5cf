namespace Mutx.Testing;

/// <summary>A check that what was acknowledged is there, exactly once. Updates are told apart by names of the test's own.</summary>
public static class LostUpdates
{
    private const int Shown = 10;

    /// <summary>Throws unless every acknowledged update is there exactly once, and says which aren't.</summary>
    /// <param name="acknowledged">The names of the updates whose methods returned.</param>
    /// <param name="found">The names of the updates that are there; others than the acknowledged ones are none of its concern.</param>
    /// <exception cref="LostUpdateException">Some are missing, or are there more than once.</exception>
    public static void Check(IEnumerable<string> acknowledged, IEnumerable<string> found)
    {
        ArgumentNullException.ThrowIfNull(acknowledged);
        ArgumentNullException.ThrowIfNull(found);
        Dictionary<string, int> counts = found.GroupBy(name => name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        string[] expected = [.. acknowledged.Distinct(StringComparer.Ordinal)];
        string[] lost = [.. expected.Where(name => !counts.ContainsKey(name))];
        string[] repeated = [.. expected.Where(name => counts.GetValueOrDefault(name) > 1)];
        if (lost.Length + repeated.Length > 0)
        {
            throw new LostUpdateException(
                $"of {expected.Length} acknowledged updates {lost.Length} are lost{Names(lost)} and {repeated.Length} are there more than once{Names(repeated)}",
                lost,
                repeated);
        }
    }

    private static string Names(string[] names) => names.Length == 0 ? ""
        : $" ({string.Join(", ", names.Take(Shown))}{(names.Length > Shown ? ", …" : "")})";
}
