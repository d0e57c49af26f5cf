using System.Diagnostics;

namespace Mutx.TestKit;

/// <summary>
/// Lets some time pass so that what comes next falls into different moments of another process. It synchronises
/// nothing: a test has to hold wherever the moment falls.
/// </summary>
public static class RandomMoment
{
    public static void Within(Random random, TimeSpan longest)
    {
        TimeSpan time = longest * random.NextDouble();
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            Thread.SpinWait(20);
        }
    }
}
