using System.Diagnostics;
using Mutx.Faults.Tests.Disks;
using Mutx.Faults.Tests.Operations;
using Mutx.Primitives;

namespace Mutx.Faults.Tests;

/// <summary>What must be true after every operation, whatever went wrong in it.</summary>
internal static class Invariants
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static void Check(Operation operation, Workplace place, Exception? error, FaultDisk disk)
    {
        Assert.True(error is null or MutxException, $"an error of another kind: {error}");
        var failure = (MutxException?)error;
        if (failure is not null)
        {
            Assert.NotEmpty(failure.Message);
            Assert.NotNull(failure.Path);
        }

        operation.CheckResult(place, failure, disk);
        Assert.True(place.IsLockFree, "the lock is still held");
        CheckOpenFiles(place);

        // What can't be removed may stay, under a name that a sweep knows and whose lock nobody holds.
        if (!disk.Struck.Any(call => call.Step == nameof(Platform.Disk.Remove)))
        {
            Assert.All(place.Entries, name => Assert.True(operation.MayStay(name, place), $"left behind: {name}"));
        }
    }

    /// <summary>
    /// A thread that waited for a lock which nobody wants any more closes its file a moment after the operation, and so does
    /// one that changes records, with their files.
    /// </summary>
    private static void CheckOpenFiles(Workplace place)
    {
        long start = Stopwatch.GetTimestamp();
        string[] open = place.OpenFiles;
        while (open.Length > 0 && open.All(path => ClosesLate(path, place)) && Stopwatch.GetElapsedTime(start) < Deadline)
        {
            Thread.Yield();
            open = place.OpenFiles;
        }

        Assert.True(open.Length == 0, $"still open: {string.Join(", ", open)}");
    }

    /// <summary>Nothing that is being staged: a collection while this waits would close what was leaked, and hide it.</summary>
    private static bool ClosesLate(string path, Workplace place)
    {
        string record = place["target.json"];
        string name = path.Replace(" (deleted)", "", StringComparison.Ordinal);
        return name.StartsWith(place.Locks, StringComparison.Ordinal)
            || name == record || name == place.Data;
    }
}
