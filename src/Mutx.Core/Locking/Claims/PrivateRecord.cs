using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// A record in a file of its own, ready to be linked to where it counts, so that it appears there whole or not at
/// all. Its file goes when it is disposed.
/// </summary>
internal sealed class PrivateRecord : IDisposable
{
    // Whoever meets a claim has to read it, whatever umask its holder has; it says nothing that ps(1) doesn't.
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly Disk _disk;
    private readonly DiskDirectory _directory;

    private PrivateRecord(Disk disk, DiskDirectory directory, string name, byte[] content, FileStatus written)
    {
        _disk = disk;
        _directory = directory;
        Name = name;
        Content = content;
        Written = written.Modified;
        Origin = written.Origin;
    }

    public string Name { get; }

    public byte[] Content { get; }

    /// <summary>When it was written, by the clock of whoever keeps the directory: the present, as far as files there go.</summary>
    public DateTimeOffset Written { get; }

    /// <summary>
    /// Which file holds it where it counts: its own, which gets a second name there, or another where there are no such.
    /// </summary>
    public FileOrigin Origin { get; set; }

    public static PrivateRecord Write(Disk disk, DiskDirectory directory, string claim, byte[] content)
    {
        PrivateRecord? record = null;
        FreeName.Find(directory.PathOf(claim), () =>
        {
            string name = ClaimName.Private(disk, claim);
            if (TryWrite(disk, directory, name, content) is { } written)
            {
                record = new PrivateRecord(disk, directory, name, content, written);
            }

            return record is not null;
        });
        return record!;
    }

    /// <summary>Writes a record to a new file, durably; null if the name is taken.</summary>
    /// <returns>What the file is then.</returns>
    public static FileStatus? TryWrite(Disk disk, DiskDirectory directory, string name, byte[] content)
    {
        using DiskFile? file = disk.CreateNew(directory, name, ReadableByAll);
        if (file is null)
        {
            return null;
        }

        try
        {
            disk.Write(file, content);
            LetAllRead(disk, file);
            disk.Sync(file);
            return disk.Look(file);
        }
        catch (MutxException)
        {
            if (!IsOthers(disk, directory, name, file))
            {
                disk.Remove(directory, name);
            }

            throw;
        }
    }

    /// <summary>Whether the name is seen to be another file's by now: one that isn't written to its end may be taken over.</summary>
    private static bool IsOthers(Disk disk, DiskDirectory directory, string name, DiskFile file)
    {
        try
        {
            return disk.Look(directory, name)?.Origin != disk.Look(file).Origin;
        }
        catch (MutxException)
        {
            return false;
        }
    }

    private static void LetAllRead(Disk disk, DiskFile file)
    {
        try
        {
            if (disk.Look(file).Mode != ReadableByAll)
            {
                disk.SetMode(file, ReadableByAll);
            }
        }
        catch (MutxException)
        {
            // A filesystem without permissions of its own refuses; there everybody sees what the mount lets them.
        }
    }

    public void Dispose()
    {
        try
        {
            _disk.Remove(_directory, Name);
        }
        catch (MutxException)
        {
            // A sweep finds it; what its record was for is done or has failed already.
        }
    }
}
