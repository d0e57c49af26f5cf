namespace Mutx.Updating;

/// <summary>What a target must be for its replacement, looked at under its lock.</summary>
/// <param name="IfMatch">The content it must have; null for any.</param>
/// <param name="IfChanged">Whether a target that has the new content already is left alone.</param>
/// <param name="RefuseEmpty">Whether empty content is refused over a target that isn't empty.</param>
internal readonly record struct TargetChecks(ContentCondition? IfMatch, bool IfChanged, bool RefuseEmpty)
{
    /// <summary>Any target is replaced.</summary>
    public static TargetChecks None => default;
}
