namespace Mutx.Stores.Changes;

/// <summary>One change of a file by a session.</summary>
/// <param name="Session">Who changed it; an id by the rule of <see cref="Primitives.ResourceName"/>.</param>
/// <param name="Path">What was changed; any text, with <c>/</c> between directories.</param>
/// <param name="Tool">By what means.</param>
/// <param name="Time">When.</param>
public sealed record FileChange(string Session, string Path, string Tool, DateTimeOffset Time);
