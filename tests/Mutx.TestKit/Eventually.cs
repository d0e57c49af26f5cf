using System.Diagnostics;

namespace Mutx.TestKit;

/// <summary>Waits for a fact about another process to become true. The deadline is generous: only a defect reaches it.</summary>
public static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task IsTrue(Func<bool> fact, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!fact())
        {
            if (Stopwatch.GetElapsedTime(start) > Deadline)
            {
                throw new TimeoutException($"After {Deadline.TotalSeconds:0} s it still isn't so: {what}.");
            }

            await Task.Delay(1).ConfigureAwait(false);
        }
    }
}
