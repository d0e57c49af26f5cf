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

        if (values.Text(OptionId.LockDirectory, ProblemWithDirectory) is { } directory)
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

    /// <summary>Whether claims were asked for, by the option or the environment.</summary>
    public static bool NamesClaims(ValueReader values)
    {
        string[] methods = OptionTable.Get(OptionId.LockMethod).Choices;
        return Method(values.Choice(OptionId.LockMethod) ?? values.Choice(EnvironmentTable.LockMethod, methods) ?? 0) == LockMethod.Claim;
    }

    /// <summary>Why a text is no directory for locks: one that isn't absolute would be another in every directory.</summary>
    private static string? ProblemWithDirectory(string text) =>
        text.Length == 0 ? "it is empty"
        : Path.IsPathFullyQualified(text) ? null
        : $"'{text}' is a relative path, and so another directory in every directory; make it absolute: \"$PWD/{text}\"";

    private static LockMethod Method(int choice) => choice switch
    {
        0 => LockMethod.Auto,
        1 => LockMethod.Kernel,
        _ => LockMethod.Claim,
    };
}
