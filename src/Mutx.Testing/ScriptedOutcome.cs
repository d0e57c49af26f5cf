namespace Mutx.Testing;

/// <summary>What a <see cref="ScriptedLockService"/> does when it is asked for a lock.</summary>
public enum ScriptedOutcome
{
    /// <summary>Gives the lock, as often as it is asked.</summary>
    Succeed = 0,

    /// <summary>Says that somebody else had it all the time.</summary>
    TimeOut,

    /// <summary>Says that it couldn't be found out.</summary>
    Fail,

    /// <summary>Gives the lock to one at a time; whoever comes meanwhile waits for it to be released, or is told that it is locked.</summary>
    Contend,
}
