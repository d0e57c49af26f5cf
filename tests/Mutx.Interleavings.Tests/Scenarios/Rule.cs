namespace Mutx.Interleavings.Tests.Scenarios;

/// <summary>The rules that exclusion rests on. A control takes one of them out, and the explorer has to find what it was good for.</summary>
internal enum Rule
{
    None = 0,

    /// <summary>After flock, whether the path still names what is locked.</summary>
    LookAfterLock,

    /// <summary>A look at the lock before what it protects is replaced.</summary>
    LookBeforeCommit,

    /// <summary>Who removes a lock file holds it.</summary>
    LockBeforeRemoval,

    /// <summary>The right to take over one particular record is one taker's.</summary>
    RightToTakeOver,

    /// <summary>A stale claim is replaced by one rename, not removed and made anew.</summary>
    TakeOverInOneStep,

    /// <summary>Who gives a claim back looks whose it is.</summary>
    LookBeforeRelease,

    /// <summary>The documented limit: nobody sleeps between the last look at a claim and the one step it guards.</summary>
    NoSleepAfterTheLastLook,
}
