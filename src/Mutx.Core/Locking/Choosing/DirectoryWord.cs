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

    /// <summary>The <c>.locks</c> in it, in which the locks on its files lie; null if there is none that counts.</summary>
    public FileIdentity? SharedLocks { get; private set; }

    /// <summary>How its files are locked; null if it leaves that open.</summary>
    public LockMethod? Method { get; private set; }

    /// <summary>Names in it that would say something, and don't count.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Asks a directory. How its files are locked isn't asked where the caller has chosen.</summary>
    public static DirectoryWord Of(Disk disk, string directory, FileLockOptions options)
    {
        var word = new DirectoryWord { Status = disk.Look(directory) };
        if (word.Status is { } status)
        {
            word.SharedLocks = Locking.SharedLocks.Find(disk, directory, status, word._warnings.Add);
            word.Method = options.Method is not null ? null : LockPolicyFile.Read(disk, directory, status, word._warnings.Add);
        }

        return word;
    }
}
