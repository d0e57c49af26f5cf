namespace Mutx.Faults.Tests.Operations;

/// <summary>A record that counts.</summary>
internal sealed record Counted(int Count);
