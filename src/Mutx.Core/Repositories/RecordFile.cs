using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Repositories;

/// <summary>The file of one record, as bytes.</summary>
internal sealed class RecordFile
{
    private readonly Disk _disk;
    private readonly AtomicFileOptions _options;

    public RecordFile(Disk disk, string path, JsonRepositoryOptions options)
    {
        _disk = disk;
        // A record is complete when it is written: nothing is gained by holding it back once more.
        _options = options.File with { BufferLimit = 0 };
        Path = path;
        Lock = new FileLock(disk, path, options.Lock);
    }

    public string Path { get; }

    /// <summary>The lock of the record, the same that everybody takes who changes this file.</summary>
    public FileLock Lock { get; }

    /// <summary>The whole content at one moment, and what the file was then; null if there is none.</summary>
    public static byte[]? Read(Disk disk, string path, out FileStatus status)
    {
        using DiskFile? file = disk.TryOpenRead(path);
        status = default;
        return file is null ? null : Read(disk, file, path, out status);
    }

    /// <summary>The whole content, under the lock; null if there is none.</summary>
    /// <param name="old">Keeps what was read open, as its replacement is to follow.</param>
    public byte[]? Read(OldVersions old)
    {
        DiskFile? file = _disk.TryOpenRead(Path);
        if (file is null)
        {
            return null;
        }

        try
        {
            return Read(_disk, file, Path, out _);
        }
        finally
        {
            if (_disk.ReplacesOpenFiles)
            {
                old.Add(file);
            }
            else
            {
                file.Dispose();
            }
        }
    }

    /// <summary>Makes the file hold this content, durably. Under the lock.</summary>
    public void Replace(ReadOnlySpan<byte> content)
    {
        using TargetFile target = TargetFile.Open(_disk, Path, _options.Symlinks);
        using var writer = new AtomicWriter(_disk, target, _options);
        writer.Write(content);
        writer.Commit();
    }

    /// <summary>Removes the file, durably. Under the lock.</summary>
    public void Remove()
    {
        using TargetFile target = TargetFile.Open(_disk, Path, _options.Symlinks);
        _disk.Remove(target.Directory, target.Name);
        if (_options.Durability == Durability.Full)
        {
            _disk.SyncDirectory(target.Directory);
        }
    }

    private static byte[] Read(Disk disk, DiskFile file, string path, out FileStatus status)
    {
        status = disk.Look(file);
        if (status.Kind != FileKind.Regular)
        {
            throw new MutxException(MutxError.SpecialFile, $"cannot read '{path}': it is {Words.For(status.Kind)}, not a regular file")
            {
                Path = path,
            };
        }

        // One byte more than there should be, so that the end is seen in one call.
        var content = new byte[status.Length + 1];
        int filled = 0;
        for (int read = disk.Read(file, content); read > 0; read = disk.Read(file, content.AsSpan(filled)))
        {
            filled += read;
            if (filled == status.Length)
            {
                break;
            }

            if (filled == content.Length)
            {
                Array.Resize(ref content, content.Length * 2);
            }
        }

        Array.Resize(ref content, filled);
        return content;
    }
}
