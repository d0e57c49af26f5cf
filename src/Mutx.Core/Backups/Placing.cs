using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Backups;

/// <summary>How old content comes by its backup's name.</summary>
internal static class Placing
{
    private const int MaxSequence = 100_000;
    private const int Tries = 100;

    /// <summary>Gives it its name; what it throws has changed nothing.</summary>
    public static Placement Run(Disk disk, TargetFile target, BackupPlace place, BackupOptions options, OldContent content) =>
        options.Timestamp
            ? Timestamped(disk, target, place, options, content)
            : AsOnlyOne(disk, target, place, content);

    /// <summary>The first name of this second that nobody has: none is ever replaced, whatever the clock does.</summary>
    private static Placement Timestamped(Disk disk, TargetFile target, BackupPlace place, BackupOptions options, OldContent content)
    {
        string own = content.Name();
        DateTime now = BackupClock.LocalNow(options.TimeProvider);
        for (int i = 0; i < MaxSequence; i++)
        {
            if (TryAsNew(disk, place, content, own, place.TimestampedName(now, i)) is { } placed)
            {
                return placed;
            }
        }

        throw new MutxException(
            MutxError.AlreadyExists,
            $"cannot keep the old content of '{target.ShownPath}': there are {MaxSequence} backups of this second already")
        {
            Path = target.ShownPath,
            Hint = "has the clock stopped?",
        };
    }

    private static Placement AsOnlyOne(Disk disk, TargetFile target, BackupPlace place, OldContent content)
    {
        string own = content.Name();
        string name = place.Only.Name;
        for (int i = 0; i < Tries; i++)
        {
            Placement? placed = disk.Look(place.Directory, name) is { } predecessor
                ? TryOver(disk, target, place, content, own, predecessor)
                : TryAsNew(disk, place, content, own, name);
            if (placed is not null)
            {
                return placed;
            }
        }

        throw new MutxException(
            MutxError.Busy, $"cannot keep the old content of '{target.ShownPath}': '{place.Shown(name)}' changes all the time")
        {
            Path = place.Shown(name),
            Hint = "ask for timestamped backups, which have no predecessor",
        };
    }

    private static Placement? TryAsNew(Disk disk, BackupPlace place, OldContent content, string own, string name) =>
        ExclusiveRename.Run(disk, place.Directory, own, name) == RenameResult.Done
            ? new Placement { Content = content, Name = name }
            : null;

    private static Placement? TryOver(
        Disk disk, TargetFile target, BackupPlace place, OldContent content, string own, in FileStatus predecessor)
    {
        string name = place.Only.Name;
        if (predecessor.Kind != FileKind.Regular)
        {
            throw new MutxException(
                predecessor.Kind == FileKind.SymbolicLink ? MutxError.SymbolicLink : MutxError.AlreadyExists,
                $"cannot keep the old content of '{target.ShownPath}' as '{place.Shown(name)}': that is {Words.For(predecessor.Kind)}")
            {
                Path = place.Shown(name),
                Hint = "remove it, or ask for timestamped backups (BackupOptions.Timestamp)",
            };
        }

        place.RequireOwn(name);
        DiskFile? mark = Mark(disk, place, name);
        Placement? placed = null;
        try
        {
            placed = disk.Rename(place.Directory, own, place.Directory, name, RenameMode.Exchange) == RenameResult.Done
                ? Exchanged(disk, place, content, own, predecessor, mark)
                : WithoutExchange(disk, target, place, content, own, mark);
            return placed;
        }
        finally
        {
            if (placed is null)
            {
                mark?.Dispose();
            }
        }
    }

    private static Placement? Exchanged(
        Disk disk, BackupPlace place, OldContent content, string own, in FileStatus predecessor, DiskFile? mark)
    {
        string name = place.Only.Name;
        var placed = new Placement { Content = content, Name = name, Predecessor = own, Mark = mark };
        try
        {
            if (disk.Look(place.Directory, own)?.Identity == predecessor.Identity)
            {
                return placed;
            }

            // Somebody else put a backup there meanwhile; whose it is has to be looked at first.
            disk.Rename(place.Directory, own, place.Directory, name, RenameMode.Exchange);
            return null;
        }
        catch (MutxException)
        {
            placed.TakeBack(disk, place, static _ => { });
            throw;
        }
    }

    /// <summary>Without an exchange the predecessor is kept by a link, where there are links; a plain rename comes last.</summary>
    private static Placement WithoutExchange(
        Disk disk, TargetFile target, BackupPlace place, OldContent content, string own, DiskFile? mark)
    {
        string name = place.Only.Name;
        string? kept = StagingName.Random(disk, target.Name);
        if (disk.Link(place.Directory, name, place.Directory, kept) != RenameResult.Done)
        {
            kept = null;
        }

        if (!disk.ReplacesOpenFiles)
        {
            mark?.Dispose();
            mark = null;
        }

        try
        {
            disk.Rename(place.Directory, own, place.Directory, name, RenameMode.Replace);
        }
        catch (MutxException)
        {
            if (kept is not null)
            {
                Forget(disk, place, kept);
            }

            throw;
        }

        return new Placement
        {
            Content = content,
            Name = name,
            Predecessor = kept,
            IsOnlyOne = kept is null,
            Mark = mark ?? (kept is null ? null : Mark(disk, place, kept)),

            // Renaming one name of a file over another of its names does nothing: the private one may still be there.
            Spare = own,
        };
    }

    private static void Forget(Disk disk, BackupPlace place, string name)
    {
        try
        {
            disk.Remove(place.Directory, name);
        }
        catch (MutxException)
        {
            // A sweep finds it; the error that led here matters more.
        }
    }

    /// <summary>The predecessor is the last good backup until the target is replaced: no sweep may take it for an orphan.</summary>
    private static DiskFile? Mark(Disk disk, BackupPlace place, string name)
    {
        DiskFile? mark = null;
        try
        {
            mark = disk.OpenRead(place.Directory, name);
            disk.TryLock(mark, LockMode.Shared);
        }
        catch (MutxException)
        {
            // It can't be read, or there are no locks here. A sweep has to read and lock it as well before it removes it.
        }

        return mark;
    }
}
