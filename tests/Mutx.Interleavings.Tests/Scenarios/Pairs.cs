namespace Mutx.Interleavings.Tests.Scenarios;

/// <summary>What two actors do, for all schedules.</summary>
internal static class Pairs
{
    public static IReadOnlyList<Scenario> All =>
    [
        KernelLocks.TwoHolders,
        KernelLocks.ReaderAndWriter,
        KernelLocks.HolderAndSweeper,
        KernelLocks.HolderAndRemover,
        KernelLocks.TwoRemovers,
        Claims.TakeAndTake,
        Claims.TakeAndRelease,
        Claims.TakeOverAndTakeOver,
        Claims.TakeOverWithRight,
        Claims.TakeOverLate,
        Claims.TakeAndTakeLate,
        Claims.TakeOverAndWake,
        Claims.TakeOverAndWakeElsewhere,
        Claims.ReleaseAndRelease,
        Claims.KeepAndTake,
        Claims.TakeOverAndSweep,
        Claims.SweepAndTakeLate,
        Claims.WakeAndSweep,
        Features.TakeAndTake,
        Features.TakeAndRelease,
        Features.TakeOverAndTakeOver,
        Features.TakeOverAndRelease,
        Features.TakeAndReleaseCorrupt,
        Features.TakeOverAndSweep,
        Files.TwoUpdates,
        Files.TwoReplacements,
        Files.TwoTimestamped,
        Files.UpdateAndRestore,
        Files.UpdateAndSweep,
        Files.UpdateAndLeftovers,
        Files.TwoClaimedUpdates,
        Files.ClaimedUpdateAndLate,
    ];
}
