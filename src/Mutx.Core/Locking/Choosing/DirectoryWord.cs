using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>What a directory says, to all who use it, of how its files are locked.</summary>
internal sealed class DirectoryWord
{
    private readonly List<string> _warnings = [];

    private DirectoryWord()
    {
    }

    /// <summary>The directory itself; null if it isn't there any more.</summary>
    public FileStatus? Status { get; private init; }

    /// <summary>How its files are locked; null if it leaves that open.</summary>
    public LockMethod? Method { get; private set; }

    /// <summary>Names in it that would say something, and don't count.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Asks a directory; not where the caller has chosen, who is right whatever it says.</summary>
    public static DirectoryWord Of(Disk disk, string directory, FileLockOptions options)
    {
        if (options.Method is not null)
        {
            return new DirectoryWord();
        }

        var word = new DirectoryWord { Status = disk.Look(directory) };
        if (word.Status is { } status)
        {
            word.Method = LockPolicyFile.Read(disk, directory, status, word._warnings.Add);
        }

        return word;
    }
}
