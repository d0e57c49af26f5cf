namespace Mutx.Tests.Architecture;

internal static class Breaches
{
    /// <summary>Fails with all that was found, each on a line of its own.</summary>
    public static void None<T>(IEnumerable<T> found)
    {
        string[] lines = [.. found.Select(each => $"{each}").Distinct()];
        Assert.True(lines.Length == 0, string.Join('\n', lines));
    }
}
