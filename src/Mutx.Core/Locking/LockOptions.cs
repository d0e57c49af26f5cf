using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>How <see cref="ILockService"/> asks for a lock.</summary>
public sealed record LockOptions
{
    /// <summary>The defaults: exclusive, for at most 30 seconds.</summary>
    public static LockOptions Default { get; } = new();

    /// <summary>How long to wait, tries after errors included; 30 seconds. Zero is one try, the infinite time span no limit.</summary>
    public TimeSpan Timeout
    {
        get;
        init => field = Guard.WaitTime(value);
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long to pause before a try that follows an error; 100 milliseconds. Somebody else's lock is no error, and
    /// nothing is polled for it: the wait ends when it is released.
    /// </summary>
    public TimeSpan RetryInterval
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many more tries follow one that ended in an error that may pass; 10.</summary>
    public int MaxRetries
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 10;

    /// <summary>What the lock has to be able to do; nothing more. Where it can't, there is an error and no lock.</summary>
    public LockFeatures Require
    {
        get;
        init => field = Guard.Flags(value, LockFeatures.SurvivesServerRestart);
    }

    /// <summary>Exclusive or shared; exclusive.</summary>
    public LockMode Type
    {
        get;
        init => field = Guard.Defined(value, LockMode.Shared);
    }
}
