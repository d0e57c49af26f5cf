using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace Mutx.Diagnostics;

/// <summary>
/// What mutx tells of its locks: the meter and the activity source <c>Mutx</c>. A program that nobody can listen in
/// leaves it all out, by a switch that the trimmer reads.
/// </summary>
internal static class Telemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Mutx";

    private const string Switch = "Mutx.Telemetry.IsSupported";

    /// <summary>Whether there is any telemetry in this program.</summary>
    [FeatureSwitchDefinition(Switch)]
    public static bool IsSupported => !AppContext.TryGetSwitch(Switch, out bool isOn) || isOn;

    /// <summary>A wait for a lock begins. Null where nobody listens.</summary>
    /// <param name="resource">What the lock protects.</param>
    public static Activity? BeginWait(string resource) =>
        IsSupported ? Sources.Activities.StartActivity("mutx.lock.wait")?.SetTag("mutx.resource", resource) : null;

    /// <summary>A lock, or several together, is held.</summary>
    /// <param name="waited">Whether it was waited for.</param>
    /// <param name="elapsed">How long it took.</param>
    public static void Acquired(bool waited, TimeSpan elapsed)
    {
        if (!IsSupported)
        {
            return;
        }

        Sources.Acquired.Add(1);
        if (waited)
        {
            Sources.Waited.Add(1);
            Sources.Wait.Record(elapsed.TotalSeconds);
        }
    }

    /// <summary>A lock was not obtained in time.</summary>
    public static void TimedOut()
    {
        if (IsSupported)
        {
            Sources.TimedOut.Add(1);
        }
    }

    /// <summary>A wait was cancelled.</summary>
    public static void Abandoned()
    {
        if (IsSupported)
        {
            Sources.Abandoned.Add(1);
        }
    }

    /// <summary>A lock was lost while it was held.</summary>
    public static void Lost()
    {
        if (IsSupported)
        {
            Sources.Lost.Add(1);
        }
    }

    /// <summary>A lock was released.</summary>
    /// <param name="held">How long it was held.</param>
    public static void Released(TimeSpan held)
    {
        if (IsSupported)
        {
            Sources.Hold.Record(held.TotalSeconds);
        }
    }

    /// <summary>Made at the first use, so that a program that doesn't lock doesn't pay for them.</summary>
    private static class Sources
    {
        public static readonly ActivitySource Activities = new(Name);
        private static readonly Meter Meter = new(Name);

        public static readonly Counter<long> Acquired =
            Meter.CreateCounter<long>("mutx.lock.acquired", "{lock}", "Locks that were acquired.");

        public static readonly Counter<long> Waited =
            Meter.CreateCounter<long>("mutx.lock.waited", "{lock}", "Locks that were acquired after a wait.");

        public static readonly Counter<long> TimedOut =
            Meter.CreateCounter<long>("mutx.lock.timed_out", "{lock}", "Locks that were not obtained in time.");

        public static readonly Counter<long> Abandoned =
            Meter.CreateCounter<long>("mutx.lock.abandoned", "{lock}", "Waits for a lock that were cancelled.");

        public static readonly Counter<long> Lost =
            Meter.CreateCounter<long>("mutx.lock.lost", "{lock}", "Locks that were lost while they were held.");

        public static readonly Histogram<double> Wait =
            Meter.CreateHistogram<double>("mutx.lock.wait", "s", "How long acquired locks were waited for.");

        public static readonly Histogram<double> Hold =
            Meter.CreateHistogram<double>("mutx.lock.hold", "s", "How long locks were held.");
    }
}
