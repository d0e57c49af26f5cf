namespace Mutx.Providers.Tests;

/// <summary>
/// How long a moment may take that is said to be short. These tests are to pass beside eight busy loops on two processors, where a
/// process alone may wait a second for its turn: so the bounds here are what no defect stays below (a poll, a lease, a
/// time-out of the network), not what is promised. What is promised is measured by bench/run.sh server-locks.
/// </summary>
internal static class Bounds
{
    /// <summary>For what takes some milliseconds.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromSeconds(4);

    /// <summary>For waiting on anything that has to happen at all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
}
