namespace Mutx.Housekeeping;

/// <summary>An age that something must exceed to be removed; null for any. What is from the future isn't old.</summary>
internal readonly record struct AgeLimit(TimeSpan? Limit, TimeProvider Clock)
{
    public bool IsExceededBy(DateTimeOffset time) => Limit is not { } limit || Clock.GetUtcNow() - time > limit;
}
