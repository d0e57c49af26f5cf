namespace Mutx.Testing;

/// <summary>How one of several concurrent operations ended.</summary>
/// <typeparam name="T">What it gives.</typeparam>
/// <param name="Index">Which one it was, from 0.</param>
/// <param name="Value">What it gave; the default if it threw.</param>
/// <param name="Error">What it threw; null if it didn't.</param>
public sealed record OperationResult<T>(int Index, T? Value, Exception? Error);
