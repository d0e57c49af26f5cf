namespace Mutx.Locking;

/// <summary>What the locks of a provider can do, beyond excluding each other.</summary>
[Flags]
public enum LockCapabilities
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>They can be held shared.</summary>
    Shared = 1,

    /// <summary>They exclude between processes.</summary>
    BetweenProcesses = 2,

    /// <summary>They exclude between machines.</summary>
    BetweenHosts = 4,

    /// <summary>They are released with their holder's process, however it ends, and never before.</summary>
    EndWithProcess = 8,

    /// <summary>A holder that isn't heard of for some time loses its lock, and is told so by its handle.</summary>
    Expire = 16,

    /// <summary>Handles carry a number that grows with each acquisition.</summary>
    Fencing = 32,
}
