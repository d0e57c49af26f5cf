using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>The permissions of new lock files.</summary>
internal static class LockFileMode
{
    /// <summary>Reading and writing for its owner alone: what a new lock file has at least.</summary>
    public const UnixFileMode Least = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode All = (UnixFileMode)0xFFF;
    private const UnixFileMode OfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode OfOthers = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The ones that somebody asked for; null if the directory decides.</summary>
    /// <exception cref="MutxException">The environment asks for something that makes no sense.</exception>
    public static UnixFileMode? Asked(FileLockOptions options) =>
        options.LockFileMode ?? (HostEnvironment.LockMode is { } text ? Parse(text) : null);

    /// <summary>What a directory's own permissions imply: whoever may write it may use the lock files in it.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="group">The lock file's group; it gets something only if it is the directory's.</param>
    public static UnixFileMode Of(in FileStatus directory, uint group) =>
        Least
        | (directory.Mode.HasFlag(UnixFileMode.GroupWrite) && group == directory.Group ? OfGroup : 0)
        | (directory.Mode.HasFlag(UnixFileMode.OtherWrite) ? OfOthers : 0);

    private static UnixFileMode Parse(string text)
    {
        int mode = 0;
        foreach (char digit in text)
        {
            mode = digit is >= '0' and <= '7' && mode <= (int)All >> 3
                ? (mode << 3) | (digit - '0')
                : throw new MutxException(
                    MutxError.InvalidRequest, $"cannot make lock files: MUTX_LOCK_MODE is '{text}', which is no octal number up to 7777")
                {
                    Hint = "write permissions like 0660",
                };
        }

        return (UnixFileMode)mode;
    }
}
