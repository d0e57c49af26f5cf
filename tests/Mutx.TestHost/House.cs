using System.Globalization;
using Mutx.Housekeeping;

/// <summary>Keeps house without a pause.</summary>
internal static class House
{
    public static string Keep(string directory)
    {
        Console.WriteLine("ready");
        var end = Task.Run(Console.In.ReadToEnd); // its own asynchronous method blocks
        var housekeeper = new Housekeeper(directory);
        int removed = 0;
        int problems = 0;
        while (!end.IsCompleted)
        {
            housekeeper.Run((plan, outcome) =>
            {
                removed += outcome.Removed.Count;
                problems += plan.Problems.Count + outcome.Problems.Count;
            });
        }

        return string.Create(CultureInfo.InvariantCulture, $"removed {removed} problems {problems}");
    }
}
