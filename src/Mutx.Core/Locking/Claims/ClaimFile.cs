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

    public Disk Disk { get; } = disk;

    /// <summary>The name of the file.</summary>
    public string Name { get; } = ClaimName.Compose(claim, rightSuffix);

    public string Path => directory.PathOf(Name);

    /// <summary>What stands there; null if nothing does.</summary>
    /// <exception cref="MutxException">A directory is in the way, or the directory can't be read.</exception>
    public ClaimSight? Look()
    {
        if (Disk.Look(directory, Name) is not { } status)
        {
            return null;
        }

        if (status.Kind == FileKind.Directory)
        {
            throw new MutxException(MutxError.UnusableLockFile, $"cannot use '{Path}' as a claim: it is a directory")
            {
                Path = Path,
                Hint = "move it away, or rename it",
            };
        }

        byte[] content = [];
        MutxException? unreadable = null;
        try
        {
            if (status.Kind == FileKind.Regular)
            {
                content = Read();
                // The time belongs to the content: what was touched or replaced meanwhile is looked at again.
                status = Disk.Look(directory, Name) ?? status;
            }
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound)
        {
            return null;
        }
        catch (MutxException e)
        {
            // Unreadable is as good as no record, except to its holder.
            unreadable = e;
        }

        return new ClaimSight { Content = content, Unreadable = unreadable, Modified = status.Modified };
    }

    /// <summary>Creates the claim from a record; false if there is one already.</summary>
    public bool TryCreate(PrivateRecord record) => TryPut(record.Name, record.Content);

    /// <summary>Takes over a claim that was judged stale; false if somebody else did, or it changed.</summary>
    public bool TryTakeOver(ClaimSight judged, PrivateRecord record) =>
        TryEnd(judged, record, right => Disk.Rename(directory, right.Name, directory, Name, RenameMode.Replace))
        && Look()?.Says(record.Content) == true;

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
        if (!right.TryPut(Name, record) && !right.TryTakeOverFromDead(record))
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

    /// <summary>What stands there, for one to whom "can't be read" doesn't mean "not mine".</summary>
    private ClaimSight? LookAtOwn()
    {
        // What was there and then couldn't be opened is gone, or its name was a network's stale answer: a second look tells.
        ClaimSight? sight = Look() ?? Look();
        return sight?.Unreadable is { } e ? throw e : sight;
    }

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
        if (TryPut(record.Name, record.Content))
        {
            return true;
        }

        return rightSuffix.Length < MaxRights * RightLength
            && Look() is { } held
            && rules.IsRightStale(this, held)
            && TryTakeOver(held, record);
    }

    /// <summary>For a holder that lets go: the right to its own claim may have been left by one that died taking it over.</summary>
    private bool TryTakeOverFromDead(byte[] record)
    {
        using PrivateRecord own = Prepare(record);
        return TryObtain(own);
    }

    /// <summary>Puts a record at this name if there is nothing; true as well if it is there already.</summary>
    private bool TryPut(string source, byte[] record)
    {
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

            throw;
        }

        return result switch
        {
            RenameResult.Done => true,
            RenameResult.Unsupported when PrivateRecord.TryWrite(Disk, directory, Name, record) is not null => true,
            _ => Look()?.Says(record) == true,
        };
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
