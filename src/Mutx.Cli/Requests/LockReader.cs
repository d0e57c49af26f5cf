using Mutx.Cli.CommandLine;
using Mutx.Locking;

namespace Mutx.Cli.Requests;

/// <summary>Reads where a lock lies and how it is waited for, the same for every command that takes one.</summary>
internal static class LockReader
{
    public static FileLockOptions Read(ValueReader values)
    {
        var options = new FileLockOptions { FollowSymlinks = values.Has(OptionId.FollowLockSymlinks) };
        if (values.Text(OptionId.LockFile) is { Length: > 0 } file)
        {
            options = options with { LockFile = file };
        }

        if (values.Text(OptionId.LockDirectory) is { Length: > 0 } directory)
        {
            options = options with { Directory = directory };
        }

        if (values.Mode(OptionId.LockMode) is { } mode)
        {
            options = options with { LockFileMode = mode };
        }

        if (values.Interval(OptionId.MaxPollInterval) is { } interval)
        {
            options = options with { MaxPollInterval = interval };
        }

        return values.Choice(OptionId.LockMethod) is { } method ? options with { Method = Method(method) } : options;
    }

    /// <summary>How long to wait: what an option says, else what the environment says, else any time.</summary>
    public static TimeSpan ReadTimeout(ValueReader values) =>
        values.Has(OptionId.NoWait) ? TimeSpan.Zero
        : values.Has(OptionId.Wait) && !values.Has(OptionId.Timeout) ? Timeout.InfiniteTimeSpan
        : values.Duration(OptionId.Timeout) ?? Timeout.InfiniteTimeSpan;

    private static LockMethod Method(int choice) => choice switch
    {
        0 => LockMethod.Auto,
        1 => LockMethod.Kernel,
        _ => LockMethod.Claim,
    };
}
