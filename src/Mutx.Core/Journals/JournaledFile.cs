using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Journals;

/// <summary>Files that may have a journal: what they hold, and how they catch up with it.</summary>
internal static class JournaledFile
{
    /// <summary>The whole content at one moment, and what the file was then; null if there is none. Takes no lock.</summary>
    public static byte[]? Read(Disk disk, string path, out FileStatus status)
    {
        // In this order: if the file is replaced between the two looks, it is by something as new as the journal was. The
        // other way round the file could have caught up and the journal be gone, and what was read of the file too old.
        JournalEntry? newest = Journal.NewestOf(disk, path);
        byte[]? content = ReadFile(disk, path, out status);
        return content is not null && newest is not null && newest.Base == ContentMark.Of(content)
            ? newest.Content.ToArray()
            : content;
    }

    /// <summary>
    /// Brings a file up to date with its journal, and removes that. Under the file's lock; costs one look where there is no
    /// journal.
    /// </summary>
    public static void Settle(Disk disk, string path)
    {
        if (Journal.NewestOf(disk, path) is not { } newest)
        {
            return;
        }

        if (ReadFile(disk, path, out _) is { } content && newest.Base == ContentMark.Of(content)
            && !newest.Content.Span.SequenceEqual(content))
        {
            Replace(disk, path, newest.Content.Span, AtomicFileOptions.Default);
        }

        Journal.Remove(disk, path);
    }

    /// <summary>Makes the file itself hold a content, durably, and ends the say of its journal. Under the lock.</summary>
    public static void Replace(Disk disk, string path, ReadOnlySpan<byte> content, AtomicFileOptions options)
    {
        // What is complete when it is written gains nothing by being held back once more.
        AtomicFileOptions direct = options with { BufferLimit = 0 };
        using TargetFile target = TargetFile.Open(disk, path, direct.Symlinks);
        using var writer = new AtomicWriter(disk, target, direct);
        writer.Write(content);
        writer.Commit();
    }

    /// <summary>What an open file holds.</summary>
    public static byte[] ReadOpen(Disk disk, DiskFile file, string path, out FileStatus status)
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

    private static byte[]? ReadFile(Disk disk, string path, out FileStatus status)
    {
        using DiskFile? file = disk.TryOpenRead(path);
        status = default;
        return file is null ? null : ReadOpen(disk, file, path, out status);
    }
}
