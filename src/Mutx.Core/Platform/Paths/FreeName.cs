using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>The search for a name that nobody has, by random ones. Where each is said to be taken, the filesystem is wrong.</summary>
internal static class FreeName
{
    // Of 2^64 names not even the first is taken by chance.
    private const int MaxTries = 100;

    /// <summary>Tries one random name after the other.</summary>
    /// <param name="path">What the file is for; the message names it.</param>
    /// <param name="tryNext">Makes up a name and takes it; false if it is taken.</param>
    /// <exception cref="MutxException">All were taken.</exception>
    public static void Find(string path, Func<bool> tryNext)
    {
        for (int i = 0; i < MaxTries; i++)
        {
            if (tryNext())
            {
                return;
            }
        }

        throw new MutxException(
            MutxError.Io, $"cannot create a temporary file beside '{path}': its filesystem says of {MaxTries} random names that each is taken")
        {
            Path = path,
            Hint = "the filesystem isn't sound: look into the system's log, and have it checked (fsck)",
        };
    }
}
