namespace Mutx.Interleavings.Tests.Scheduling;

/// <summary>What can befall a process between two steps.</summary>
internal enum Mishap
{
    None,

    /// <summary>It is killed: none of its threads does anything any more, and the kernel closes its files.</summary>
    Death,

    /// <summary>It is stopped, and goes on when everything has grown stale.</summary>
    Sleep,
}
