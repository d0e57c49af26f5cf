namespace Mutx.Locking;

/// <summary>What a caller does while it waits.</summary>
internal enum WaitStyle
{
    /// <summary>It blocks its thread.</summary>
    Blocking = 0,

    /// <summary>It has handed in a continuation.</summary>
    Asynchronous,
}
