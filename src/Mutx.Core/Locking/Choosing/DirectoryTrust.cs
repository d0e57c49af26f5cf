using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>
/// When a name in a directory counts that speaks for the directory to all who use it: <c>.locks</c> and <c>.mutx</c>.
/// Whoever may write a directory may put names there, and who may not, may not speak for it. The answer depends on
/// directory and name alone, never on who asks: were it different for two users, they wouldn't exclude each other.
/// </summary>
internal static class DirectoryTrust
{
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Why a name doesn't count, in words; null if it does.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="said">What stands behind the name.</param>
    /// <param name="wanted">What has to.</param>
    public static string? Objection(in FileStatus directory, in FileStatus said, FileKind wanted)
    {
        if (said.Kind != wanted)
        {
            return $"it is {Words.For(said.Kind)}, not {Words.For(wanted)}";
        }

        // Where others may write a directory that isn't sticky, whoever made the name could have replaced the files as
        // well; where they may not, or only what is their own, the name has to be root's or the owner's.
        bool othersDecide = (directory.Mode & Others) != 0 && !directory.Mode.HasFlag(UnixFileMode.StickyBit);
        if (said.Owner != 0 && said.Owner != directory.Owner && !othersDecide)
        {
            return $"it belongs to user {said.Owner}, who doesn't speak for the directory of user {directory.Owner}";
        }

        return IsWiderThan(directory, said) ? "more users may write it than may write the directory" : null;
    }

    private static bool IsWiderThan(in FileStatus directory, in FileStatus said)
    {
        bool anybody = directory.Mode.HasFlag(UnixFileMode.OtherWrite);
        bool sameGroup = directory.Mode.HasFlag(UnixFileMode.GroupWrite) && said.Group == directory.Group;
        return (said.Mode.HasFlag(UnixFileMode.OtherWrite) && !anybody)
            || (said.Mode.HasFlag(UnixFileMode.GroupWrite) && !anybody && !sameGroup);
    }
}
