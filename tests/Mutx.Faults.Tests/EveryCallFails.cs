using Mutx.Faults.Tests.Disks;
using Mutx.Faults.Tests.Operations;

namespace Mutx.Faults.Tests;

/// <summary>
/// Each operation, with its first call of the disk failing, then its second, and so on until it runs clean: by each
/// error that fits the call, once, and for ever after.
/// </summary>
public sealed class EveryCallFails
{
    // Of an operation without end, its beginning tells.
    private const int MaxShown = 200;

    public static TheoryData<string> Names => [.. All.Select(operation => operation.Name)];

    private static IReadOnlyList<Operation> All => [.. Replacements.All, .. Locks.All, .. KeptBackups.All, .. Changes.All, new HousekeepingOperation()];

    [Theory]
    [MemberData(nameof(Names))]
    public void And_old_or_new_is_there_in_whole_and_nothing_else(string name)
    {
        Operation operation = All.Single(each => each.Name == name);
        int clean = 0;
        for (int n = 1; clean == 0; n++)
        {
            IReadOnlyList<DiskCall> calls = Run(operation, n, null, FaultSpan.Once).Calls;
            if (calls.Count < n)
            {
                clean = calls.Count;
                break;
            }

            foreach (Fault fault in Fault.Of(calls[n - 1].Step))
            {
                foreach (FaultSpan span in fault.Spans.Where(span => span == FaultSpan.Once || !operation.Outwaits(fault)))
                {
                    Assert.NotEmpty(Run(operation, n, fault, span).Struck);
                }
            }
        }

        Assert.InRange(clean, 4, 200);
    }

    private static FaultDisk Run(Operation operation, int failAt, Fault? fault, FaultSpan span)
    {
        using var place = new Workplace();
        operation.Arrange(place);
        var disk = new FaultDisk(operation.Disk, failAt, fault, span);
        Exception? error = Record.Exception(() => operation.Act(disk, place));
        try
        {
            Assert.True(fault is not null || error is null, $"fails on a sound disk: {error}");
            Invariants.Check(operation, place, error, disk);
        }
        catch (Exception e) when (e is Xunit.Sdk.IAssertionException or IOException)
        {
            IReadOnlyList<DiskCall> struck = disk.Struck;
            string calls = string.Join("\n  ", disk.Calls.Take(MaxShown).Select((call, i) => $"{i + 1} {call}{(struck.Contains(call) ? "  <-" : "")}"));
            throw new Xunit.Sdk.XunitException(
                $"{operation.Name}: call {failAt}: {fault}, {span}\n{e.Message}\nthe error was: {error}\nthe calls were:\n  {calls}");
        }

        return disk;
    }
}
