using Mutx.Bench.Rows;

namespace Mutx.Bench;

/// <summary>Every row, in the order of the result file.</summary>
internal static class AllRows
{
    public static IReadOnlyList<Row> InOrder { get; } =
    [
        new StartUpRow(),
        new DurableWriteRow(),
        new RunRow(),
        new StreamRow(),
        new SystemCallsRow(),
        new LockRow(),
        new HandOffRow(),
        new ServerLocksRow(),
        new ModifyRow(),
        new ReadRecordRow(),
        new HousekeepRow(),
        new LargeRow(),
    ];
}
