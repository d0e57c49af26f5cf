using Mutx.Locking;

namespace Mutx.Features;

/// <summary>
/// The rules for feature locks: time alone decides, since a feature lock outlives the process that took it.
/// </summary>
internal sealed class FeatureRules(TimeProvider time) : ClaimRules
{
    /// <summary>How long a feature lock counts; exactly this old it still does.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(7200);

    // Taking over takes milliseconds. That one who was merely held up loses its right by this does no harm.
    private static readonly TimeSpan RightStaleAfter = TimeSpan.FromSeconds(10);

    public override bool IsStale(ClaimFile file, ClaimSight sight) => Held(sight.Content) is null;

    public override bool IsRightStale(ClaimFile right, ClaimSight sight, DateTimeOffset directoryNow) =>
        Parse(sight.Content) is not { } record || (time.GetUtcNow() - record.Timestamp).Duration() > RightStaleAfter;

    /// <summary>The record if it still counts.</summary>
    public FeatureRecord? Held(byte[] content) =>
        Parse(content) is { } record && time.GetUtcNow() - record.Timestamp <= StaleAfter ? record : null;

    public FeatureRecord? Parse(byte[] content) => FeatureRecord.TryParse(content, time.GetUtcNow());
}
