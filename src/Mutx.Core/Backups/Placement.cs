using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Backups;

/// <summary>
/// Old content that has its backup's name, and what that has displaced. It ends in one of two ways: the target was
/// replaced, or it wasn't and all is put back.
/// </summary>
internal sealed class Placement
{
    /// <summary>The old content.</summary>
    public required OldContent Content { get; init; }

    /// <summary>The backup's name.</summary>
    public required string Name { get; init; }

    /// <summary>The private name under which the predecessor lies until the target is replaced; null if there is none.</summary>
    public string? Predecessor { get; init; }

    /// <summary>A private name that may be left over; null if there is none.</summary>
    public string? Spare { get; init; }

    /// <summary>Whether the predecessor had to go already, so that this is the only backup there is.</summary>
    public bool IsOnlyOne { get; init; }

    /// <summary>The predecessor, locked so that a sweep sees that its private name isn't an orphan's; null if there is none.</summary>
    public DiskFile? Mark { get; init; }

    /// <summary>Makes all as it was before, as far as that goes.</summary>
    public void TakeBack(Disk disk, BackupPlace place, Action<MutxException> report)
    {
        Try(PutBack, report);
        Try(() => RemoveSpare(disk, place), report);
        End();

        void PutBack()
        {
            if (Predecessor is not null)
            {
                // Should this fail as well, the predecessor stays under its private name.
                disk.Rename(place.Directory, Predecessor, place.Directory, Name, RenameMode.Replace);

                // Renaming one name of a file over another of its names does nothing.
                disk.Remove(place.Directory, Predecessor);
            }
            else if (!IsOnlyOne)
            {
                disk.Remove(place.Directory, Name);
            }
        }
    }

    /// <summary>The target is replaced: the predecessor goes, and the backup says whose it is.</summary>
    public void Complete(Disk disk, BackupPlace place, Action<MutxException> report)
    {
        // Another name of the same content isn't ours to write on, unless nothing else could tell whose backup this is.
        if (Content.IsCopy || Content.Status.LinkCount == 1 || place.IsShared)
        {
            Try(() => BackupSource.Write(disk, place.Directory, Name, place.Source), report);
        }

        if (Predecessor is not null)
        {
            Try(() => disk.Remove(place.Directory, Predecessor), report);
        }

        Try(() => RemoveSpare(disk, place), report);
        End();
    }

    private void RemoveSpare(Disk disk, BackupPlace place)
    {
        if (Spare is not null)
        {
            disk.Remove(place.Directory, Spare);
        }
    }

    private void End()
    {
        Mark?.Dispose();
        Content.Relinquish();
    }

    /// <summary>What can't be cleaned up now is found by the next sweep; what was to be done matters more.</summary>
    private static void Try(Action step, Action<MutxException> report)
    {
        try
        {
            step();
        }
        catch (MutxException e)
        {
            report(e);
        }
    }
}
