using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// A file whose existence is a claim, on disk. There are three ways for it to change, and each excludes the others:
/// it is created where there is none, by linking a record to its name; a stale one is taken over; its holder removes
/// it. The last two need the right to that particular record, which is a file as well: it is put beside the claim the
/// same way, under a name made from the record's digest, and holds the record that is to come. So among all who judged
/// the same record one gets the right, however long the others were held up in between.
/// <para>
/// A claim is taken over by renaming the right onto it: one step that installs the new record and clears the right.
/// Whoever takes a right over puts its own record into it, so a former owner of the right that goes on after having
/// been held up installs its successor's record, or finds no right to rename; either way it reads back that the claim
/// is not its own. That is why a right may be given up for lost sooner than a claim.
/// </para>
/// </summary>
internal sealed class ClaimFile(Disk disk, DiskDirectory directory, string claim, ClaimRules rules, string rightSuffix = "")
{
    // Each level is one more taker killed in the middle of its take-over, while it took over from the one before.
    private const int MaxRights = 6;
    private const int RightLength = 23;

    // A filesystem on which it is another file at each look has no numbers that last.
    private const int MaxSwaps = 3;

    public Disk Disk { get; } = disk;

    /// <summary>The name of the file.</summary>
    public string Name { get; } = ClaimName.Compose(claim, rightSuffix);

    public string Path => directory.PathOf(Name);

    /// <summary>What stands there; null if nothing does.</summary>
    /// <exception cref="MutxException">A directory is in the way, or the directory can't be read.</exception>
    public ClaimSight? Look()
    {
        for (int left = MaxSwaps; Disk.Look(directory, Name) is { } status; left--)
        {
            if (status.Kind == FileKind.Directory)
            {
                throw Unusable(status.Kind);
            }

            byte[] content = [];
            MutxException? unreadable = null;
            if (status.Kind == FileKind.Regular && !TryRead(out content, out unreadable))
            {
                return null;
            }

            // What was read and the time belong to the file that stands there in the end: one who was stopped after reading
            // and overtaken meanwhile doesn't go on from what it read.
            FileOrigin read = status.Origin;
            if (Disk.Look(directory, Name) is not { } now)
            {
                return null;
            }

            if (now.Origin == read || left == 0)
            {
                return new ClaimSight
                {
                    Kind = now.Kind,
                    Content = content,
                    Unreadable = unreadable,
                    Modified = now.Modified,
                    Origin = now.Origin,
                };
            }
        }

        return null;
    }

    /// <summary>The error for something that isn't ours to take over or to remove.</summary>
    public MutxException Unusable(FileKind kind)
    {
        string why = kind == FileKind.Regular ? "what it holds is not the record of a claim" : $"it is {Words.For(kind)}";
        return new MutxException(MutxError.UnusableLockFile, $"cannot use '{Path}' as a claim: {why}")
        {
            Path = Path,
            Hint = "nothing that isn't a claim is touched: move it away, or rename it",
        };
    }

    /// <summary>What stands there, for one to whom "can't be read" doesn't mean "not mine".</summary>
    /// <exception cref="MutxException">It can't be read.</exception>
    public ClaimSight? LookAtOwn()
    {
        // What was there and then couldn't be opened is gone, or its name was a network's stale answer: a second look tells.
        ClaimSight? sight = Look() ?? Look();
        return sight?.Unreadable is { } e ? throw e : sight;
    }

    /// <summary>Creates the claim from a record; false if there is one already.</summary>
    public bool TryCreate(PrivateRecord record) => TryPut(record);

    /// <summary>Takes over a claim that was judged stale; false if somebody else did, or it changed.</summary>
    public bool TryTakeOver(ClaimSight judged, PrivateRecord record) =>
        TryEnd(judged, record, right => Disk.Rename(directory, right.Name, directory, Name, RenameMode.Replace))
        && LookAtOwn()?.Says(record.Content) == true;

    /// <summary>Removes a claim that was judged stale; false if somebody else did, or it changed.</summary>
    public bool TryClear(ClaimSight judged, PrivateRecord record) =>
        TryEnd(judged, record, right =>
        {
            Disk.Remove(directory, Name);
            right.Forget();
        });

    /// <summary>Removes the claim if it says exactly this; false if it doesn't, or somebody is taking it over.</summary>
    /// <exception cref="MutxException">It can't be read or removed now. Trying again is safe: it begins with a look.</exception>
    public bool TryRemove(byte[] record)
    {
        if (LookAtOwn() is not { } seen || !seen.Says(record))
        {
            return false;
        }

        // The claim is its holder's own record, so it can be linked to the right as it is.
        ClaimFile right = RightTo(seen);
        if (!right.TryPut(Name, record, out _) && !right.TryTakeOverFromDead(record))
        {
            return false;
        }

        try
        {
            return LookAtOwn()?.Says(record) == true && Disk.Remove(directory, Name);
        }
        finally
        {
            right.Forget();
        }
    }

    /// <summary>Sets its time to the present; false if it is gone.</summary>
    public bool Touch() => Disk.Touch(directory, Name);

    /// <summary>Writes a record beside it, to create it from or take it over with.</summary>
    public PrivateRecord Prepare(byte[] record) => PrivateRecord.Write(Disk, directory, claim, record);

    private ClaimFile RightTo(ClaimSight judged) =>
        new(Disk, directory, claim, rules, rightSuffix + ClaimName.RightSuffix(judged.Content));

    /// <summary>Ends a stale claim in some way, under the right to it.</summary>
    private bool TryEnd(ClaimSight judged, PrivateRecord record, Action<ClaimFile> end)
    {
        ClaimFile right = RightTo(judged);
        if (!right.TryObtain(record))
        {
            return false;
        }

        try
        {
            if (Look() is { } now && now.IsSame(judged))
            {
                end(right);
                return true;
            }
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound)
        {
            // Somebody took the right over from us, and has installed what it says, or will.
            return true;
        }
        catch (MutxException)
        {
            right.Forget();
            throw;
        }

        right.Forget();
        return false;
    }

    /// <summary>Obtains this right: by being the first, or from one that is lost to its owner.</summary>
    private bool TryObtain(PrivateRecord record)
    {
        if (TryPut(record))
        {
            return true;
        }

        return rightSuffix.Length < MaxRights * RightLength
            && Look() is { } held
            && rules.IsRightStale(this, held, record.Written)
            && TryTakeOver(held, record);
    }

    /// <summary>For a holder that lets go: the right to its own claim may have been left by one that died taking it over.</summary>
    private bool TryTakeOverFromDead(byte[] record)
    {
        using PrivateRecord own = Prepare(record);
        return TryObtain(own);
    }

    /// <summary>Puts a record at this name if there is nothing; true as well if it is there already.</summary>
    private bool TryPut(PrivateRecord record)
    {
        bool isPut = TryPut(record.Name, record.Content, out FileOrigin? made);
        record.Origin = made ?? record.Origin;
        return isPut;
    }

    /// <summary>The same for the record in a file of any name.</summary>
    /// <param name="source">The file's name.</param>
    /// <param name="record">What it holds.</param>
    /// <param name="made">The file that was made, where the other couldn't get a second name.</param>
    private bool TryPut(string source, byte[] record, out FileOrigin? made)
    {
        made = null;
        RenameResult result;
        try
        {
            result = Disk.Link(directory, source, directory, Name);
        }
        catch (MutxException)
        {
            // Over a network the answer may be lost although it was done.
            if (Look()?.Says(record) == true)
            {
                return true;
            }

            if (Disk.Look(directory, source) is null)
            {
                // It was held up for so long that its file was swept: it starts again.
                return false;
            }

            throw;
        }

        if (result == RenameResult.Unsupported)
        {
            made = PrivateRecord.TryWrite(Disk, directory, Name, record)?.Origin;
        }

        // One who was stopped before it had written its record to the end may have been taken for dead, and overtaken.
        return result == RenameResult.Done || Look()?.Says(record) == true;
    }

    /// <summary>
    /// Clears a right. Should somebody have taken it over meanwhile, that one finds none to rename and starts again.
    /// </summary>
    private void Forget()
    {
        try
        {
            Disk.Remove(directory, Name);
        }
        catch (MutxException)
        {
            // It stays until it is judged: its owner is done with it, and will be gone one day.
        }
    }

    /// <summary>Reads what stands there; false if it is gone.</summary>
    private bool TryRead(out byte[] content, out MutxException? unreadable)
    {
        content = [];
        unreadable = null;
        try
        {
            content = Read();
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound)
        {
            return false;
        }
        catch (MutxException e)
        {
            // Unreadable is as good as no record, except to its holder.
            unreadable = e;
        }

        return true;
    }

    private byte[] Read()
    {
        using DiskFile file = Disk.OpenRead(directory, Name);
        var buffer = new byte[ClaimRecord.MaxLength + 1];
        int length = 0;
        int read;
        while (length < buffer.Length && (read = Disk.Read(file, buffer.AsSpan(length))) > 0)
        {
            length += read;
        }

        return buffer[..length];
    }
}
