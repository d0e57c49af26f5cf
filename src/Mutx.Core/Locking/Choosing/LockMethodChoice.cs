using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// Which method of locking is to be used, and why. The first of these that says something: the caller's options, the
/// directory, the environment, the filesystem.
/// </summary>
/// <param name="Method">Kernel or claim.</param>
/// <param name="IsAskedFor">Whether somebody asked for it, rather than the filesystem deciding.</param>
/// <param name="Warning">What the user should know; said once for each filesystem, else null.</param>
internal readonly record struct LockMethodChoice(LockMethod Method, bool IsAskedFor, string? Warning)
{
    /// <summary>Chooses the method for what lies in a directory.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="options">What the caller chose.</param>
    /// <param name="directory">The directory of what is to be locked; claims stand there.</param>
    /// <param name="word">What that directory says.</param>
    /// <param name="lockDirectory">The directory of the lock file; kernel locks are taken there. It need not exist yet.</param>
    public static LockMethodChoice For(
        Disk disk, FileLockOptions options, string directory, DirectoryWord word, string lockDirectory)
    {
        (LockMethod? method, string reason) = Asked(options, word);
        if (method is not (LockMethod.Kernel or LockMethod.Claim))
        {
            return ByFilesystem(disk, options, directory, lockDirectory);
        }

        options.Logger.LockMethodChosen(directory, method.Value, reason);
        return new LockMethodChoice(method.Value, true, null);
    }

    private static (LockMethod? Method, string Reason) Asked(FileLockOptions options, DirectoryWord word)
    {
        const string Variable = "MUTX_LOCK_METHOD";
        if (options.Method is { } chosen)
        {
            return (chosen, "as asked for");
        }

        if (word.Method is { } said)
        {
            return (said, $"as '{LockPolicyFile.Name}' in the directory says");
        }

        if (HostEnvironment.LockMethod is { } text)
        {
            return LockMethodText.TryParse(text, out LockMethod named)
                ? (named, $"as {Variable} says")
                : throw new MutxException(
                    MutxError.UnclearLockMethod, $"cannot tell how to lock: {Variable} is '{text}', which is none of {LockMethodText.Words}");
        }

        return (null, "");
    }

    private static LockMethodChoice ByFilesystem(Disk disk, FileLockOptions options, string directory, string lockDirectory)
    {
        if (Probe(disk, options, directory) is { Trust: LockTrust.Unreliable } shared)
        {
            return ClaimFor(shared, options, directory, $"'{directory}' lies on {shared.Type}, which other hosts may write too");
        }

        if (Probe(disk, options, lockDirectory) is { Trust: not LockTrust.Reliable } unknown && !LocksExclude(disk, unknown, lockDirectory))
        {
            return ClaimFor(unknown, options, directory, $"kernel locks in '{lockDirectory}' ({unknown.Type}) exclude nobody");
        }

        return new LockMethodChoice(LockMethod.Kernel, false, null);
    }

    /// <summary>What a directory lies on; null if it isn't there yet, or the system won't tell.</summary>
    private static Filesystem? Probe(Disk disk, FileLockOptions options, string directory)
    {
        try
        {
            return FilesystemProbe.Of(disk, directory, options.Logger);
        }
        catch (MutxException)
        {
            return null;
        }
    }

    /// <summary>Tries out kernel locks, once for each filesystem. Where no file can be made for that, they are believed.</summary>
    private static bool LocksExclude(Disk disk, Filesystem filesystem, string lockDirectory)
    {
        try
        {
            return filesystem.LocksExclude ??= FilesystemProbe.LocksExclude(disk, lockDirectory);
        }
        catch (MutxException)
        {
            return true;
        }
    }

    private static LockMethodChoice ClaimFor(Filesystem filesystem, FileLockOptions options, string directory, string reason)
    {
        options.Logger.LockMethodChosen(directory, LockMethod.Claim, reason);
        if (!filesystem.IsNews())
        {
            return new LockMethodChoice(LockMethod.Claim, false, null);
        }

        string warning = $"{reason}: locking by claim files (.FILE.mutx.claim) beside the files";
        options.Logger.ClaimsUsed(warning);
        return new LockMethodChoice(LockMethod.Claim, false, warning);
    }
}
