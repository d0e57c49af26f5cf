using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>What a lock can do beyond excluding tasks of one process from each other.</summary>
[Flags]
public enum LockFeatures
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>It can be held shared. Without it, who asks for a shared lock excludes everybody all the same.</summary>
    Shared = 1,

    /// <summary>It excludes between processes.</summary>
    BetweenProcesses = 2,

    /// <summary>It excludes between machines.</summary>
    BetweenMachines = 4,

    /// <summary>Those who wait get it in the order they came, as far as the provider's own documentation says.</summary>
    Fifo = 8,

    /// <summary>Holders who wait for each other in a circle are found, and one of them gets an error.</summary>
    DeadlockDetection = 16,

    /// <summary>Its handles carry a <see cref="FencingToken"/>.</summary>
    Fencing = 32,

    /// <summary>It stays held while its server ends and starts again.</summary>
    SurvivesServerRestart = 64,
}
