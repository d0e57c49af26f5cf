using System.Globalization;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Providers.Host;

/// <summary>Takes a lock again and again, and looks each time whether anybody else is inside and whether the tokens grow.</summary>
public static class Turns
{
    /// <summary>Runs, and says in a line how often somebody else was inside, and how often a token wasn't above the last one.</summary>
    /// <param name="wanted">The lock.</param>
    /// <param name="count">How often it is taken.</param>
    /// <param name="directory">Where those who take turns leave what they check each other by.</param>
    public static async Task<string> TakeAsync(ILock wanted, int count, string directory)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        string marker = Path.Join(directory, "inside");
        string last = Path.Join(directory, "token");
        int overlaps = 0;
        int disorder = 0;
        for (int i = 0; i < count; i++)
        {
            await using ILockHandle held = await wanted.AcquireAsync();
            try
            {
                File.Open(marker, FileMode.CreateNew).Dispose();
            }
            catch (IOException)
            {
                overlaps++;
            }

            FencingToken token = held.FencingToken!;
            string[] seen = File.Exists(last) ? (await File.ReadAllTextAsync(last)).Split(' ') : ["0", "0"];
            (long epoch, long counter) = (long.Parse(seen[0], CultureInfo.InvariantCulture), long.Parse(seen[1], CultureInfo.InvariantCulture));
            disorder += (token.Epoch, token.Counter).CompareTo((epoch, counter)) > 0 ? 0 : 1;
            await File.WriteAllTextAsync(last, string.Create(CultureInfo.InvariantCulture, $"{token.Epoch} {token.Counter}"));
            File.Delete(marker);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{count} turns, {overlaps} overlaps, {disorder} out of order");
    }
}
