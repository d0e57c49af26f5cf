using System.Text;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Journals;

/// <summary>
/// The journal of a file that changes often: <c>.{name}.mutx.journal</c> beside it, with room for two versions that are
/// written in turns, each over the last but one, and made durable by one flush. Replacing the file takes two, one after
/// the other, because its content has to be safe before its name is.
/// <para>
/// The newest version in the journal that is whole is the file's content, as long as the file itself still holds what
/// that version was based on. So there is nothing to recover, and nothing to agree on: whoever changes the file by other
/// means ends the journal's say at that moment, and a version that was torn by a power cut was never acknowledged.
/// </para>
/// <para>
/// Calling sequence, under the file's lock: <see cref="TryOpen"/>, <see cref="Append"/> as often as needed, dispose.
/// Without the lock: <see cref="JournaledFile.Read"/>. Whoever replaces the file under its lock adds the new content as
/// a version that is based on itself, or makes the journal anew, or removes it: a file that returned to what it held
/// before would else bring back the version that was based on that.
/// </para>
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>Content longer than this isn't journaled: writing it twice costs more than a flush.</summary>
    public const int MaxContent = LargestSlot - JournalEntry.HeaderLength;

    private const string Suffix = ".mutx.journal";
    private const int SmallestSlot = 4096;
    private const int LargestSlot = 64 * 1024;
    private const int Slots = 2;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Disk _disk;
    private readonly DiskFile _file;
    private readonly int _slotLength;
    private readonly bool _isWritable;
    private int _newestSlot;

    private Journal(Disk disk, DiskFile file, in FileStatus status, byte[] bytes, bool isWritable)
    {
        _disk = disk;
        _file = file;
        _isWritable = isWritable;
        _slotLength = bytes.Length / Slots;
        Status = status;
        (Newest, _newestSlot, _) = NewestIn(bytes);
    }

    /// <summary>What the journal's own file is like.</summary>
    public FileStatus Status { get; }

    /// <summary>The newest version that is whole, whether it counts or not; null if there is none.</summary>
    public JournalEntry? Newest { get; private set; }

    /// <summary>The path of a file's journal.</summary>
    public static string PathOf(Disk disk, string path)
    {
        string file = Path.GetFileName(path);
        string name = $".{file}{Suffix}";
        if (!FileName.Fits(name))
        {
            name = $".{Sha256.Hex(Encoding.UTF8.GetBytes(file))[..16]}{Suffix}";
        }

        return Path.Join(Path.GetDirectoryName(path), name);
    }

    /// <summary>Opens a file's journal to add to it, or only to read it where that is all the permissions give; null if there is none.</summary>
    public static Journal? TryOpen(Disk disk, string path)
    {
        DiskFile? file = TryOpenToAdd(disk, PathOf(disk, path), out bool isWritable);
        if (file is null)
        {
            return null;
        }

        try
        {
            if (TryReadAll(disk, file, out FileStatus status) is { } bytes)
            {
                return new Journal(disk, file, status, bytes, isWritable);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        return null;
    }

    /// <summary>The newest version in a file's journal that is whole, whether it counts or not. Takes no lock.</summary>
    public static JournalEntry? NewestOf(Disk disk, string path)
    {
        using DiskFile? file = disk.TryOpenRead(PathOf(disk, path));
        if (file is null || TryReadAll(disk, file, out _) is not { } bytes)
        {
            return null;
        }

        // The kernel copies page by page. What is torn is being written, unless a power cut tore it, and the version before
        // it is the newest: if that wasn't overwritten itself between the looks at the two.
        (JournalEntry? newest, _, bool isTorn) = NewestIn(bytes);
        for (bool isSame = false; isTorn && !isSame;)
        {
            ulong? before = newest?.Sequence;
            disk.Rewind(file);
            (newest, _, isTorn) = NewestIn(TryReadAll(disk, file, out _) ?? bytes);
            isSame = before == newest?.Sequence;
        }

        return newest;
    }

    /// <summary>
    /// Makes an empty journal for a file that has none, as readable as the file and with room for content twice as long. Where
    /// that fails there is none: the file is replaced each time then, which is slower, and as safe.
    /// </summary>
    public static void TryCreate(Disk disk, string path, int length)
    {
        using DiskDirectory directory = disk.OpenDirectory(Path.GetDirectoryName(path)!);
        string name = Path.GetFileName(PathOf(disk, path));
        if (length > MaxContent || disk.Look(directory, Path.GetFileName(path)) is not { } like)
        {
            return;
        }

        try
        {
            using DiskFile? file = disk.CreateNew(directory, name, Private);
            if (file is null)
            {
                return;
            }

            disk.Write(file, new byte[Slots * SlotFor(length)]);
            MakeAlike(disk, file, directory, Path.GetFileName(path), like);
            disk.Sync(file);
            if (disk.SyncDirectory(directory))
            {
                return;
            }
        }
        catch (MutxException)
        {
            // Half a journal is none; a whole one that isn't durable would lose what is added to it.
        }

        disk.Remove(directory, name);
    }

    /// <summary>Removes a file's journal, durably, if there is one.</summary>
    public static void Remove(Disk disk, string path)
    {
        using DiskDirectory directory = disk.OpenDirectory(Path.GetDirectoryName(path)!);
        if (disk.Remove(directory, Path.GetFileName(PathOf(disk, path))))
        {
            disk.SyncDirectory(directory);
        }
    }

    /// <summary>Whether a version of this length can be added, and nobody could read it here who couldn't in the file.</summary>
    public bool Suits(int length, in FileStatus file) =>
        _isWritable && length + JournalEntry.HeaderLength <= _slotLength
        && Status.Mode == file.Mode && Status.Owner == file.Owner && Status.Group == file.Group;

    /// <summary>Adds a version, which is durable on return. Under the file's lock.</summary>
    /// <param name="based">What the file holds now.</param>
    /// <param name="content">The version.</param>
    public void Append(ContentMark based, ReadOnlyMemory<byte> content)
    {
        var entry = new JournalEntry((Newest?.Sequence ?? 0) + 1, based, content);
        int slot = (_newestSlot + 1) % Slots;
        _disk.WriteAt(_file, entry.ToBytes(), (long)slot * _slotLength);
        _disk.SyncContent(_file);
        (Newest, _newestSlot) = (entry, slot);
    }

    /// <summary>Makes the newest version durable, which somebody else may have been killed over.</summary>
    public void Confirm() => _disk.SyncContent(_file);

    public void Dispose() => _file.Dispose();

    private static DiskFile? TryOpenToAdd(Disk disk, string path, out bool isWritable)
    {
        try
        {
            isWritable = true;
            return disk.TryOpenForChange(path);
        }
        catch (MutxException e) when (e.Error == MutxError.AccessDenied)
        {
            isWritable = false;
            return disk.TryOpenRead(path);
        }
    }

    private static int SlotFor(int length)
    {
        int slot = SmallestSlot;
        while (slot < LargestSlot && slot < (2 * length) + JournalEntry.HeaderLength)
        {
            slot *= 2;
        }

        return slot;
    }

    private static void MakeAlike(Disk disk, DiskFile file, DiskDirectory directory, string name, in FileStatus like)
    {
        disk.TrySetOwner(file, like.Owner, like.Group);
        if (!disk.CopyAttributes(directory, name, file, AttributeCopy.WithAccessList))
        {
            disk.SetMode(file, like.Mode);
        }
    }

    /// <summary>The whole journal; null for something else of that name.</summary>
    private static byte[]? TryReadAll(Disk disk, DiskFile file, out FileStatus status)
    {
        status = disk.Look(file);
        if (status.Kind != FileKind.Regular || status.Length is not (>= Slots * SmallestSlot and <= Slots * LargestSlot)
            || !long.IsPow2(status.Length))
        {
            return null;
        }

        var bytes = new byte[status.Length];
        for (int filled = 0; filled < bytes.Length;)
        {
            int read = disk.Read(file, bytes.AsSpan(filled));
            if (read == 0)
            {
                return null;
            }

            filled += read;
        }

        return bytes;
    }

    private static (JournalEntry? Newest, int Slot, bool IsTorn) NewestIn(byte[] bytes)
    {
        int length = bytes.Length / Slots;
        JournalEntry? newest = null;
        int at = Slots - 1;
        bool isTorn = false;
        for (int slot = 0; slot < Slots; slot++)
        {
            Span<byte> room = bytes.AsSpan(slot * length, length);
            JournalEntry? entry = JournalEntry.TryRead(room);
            isTorn |= entry is null && room.ContainsAnyExcept((byte)0);
            if (entry?.Sequence > (newest?.Sequence ?? 0))
            {
                (newest, at) = (entry, slot);
            }
        }

        return (newest, at, isTorn);
    }
}
