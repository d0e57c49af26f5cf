using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Writing;

/// <summary>
/// Replaces files atomically and durably, without a lock: of two writers at the same time the later one wins, whole.
/// Where a change depends on what was there before, use <c>LockedFile</c>.
/// <para>
/// At each moment a reader sees the old content or the new, in whole. When a method has returned, the new content
/// survives a power cut (<see cref="Durability.Full"/>); if it throws, the file is as it was unless
/// <see cref="MutxException.Outcome"/> says otherwise. In system calls: open the directory; stage
/// (O_TMPFILE); write; fchmod; fsync; linkat; renameat; fsync the directory.
/// </para>
/// <para>
/// Limits: other names of a hard-linked file keep the old content; a file that is a mount point of its own can't be
/// replaced; the writer needs write permission on the directory, not on the file.
/// </para>
/// </summary>
public static class AtomicFile
{
    /// <summary>Begins new content for a file, which exists or not; its directory must.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is replaced; <see cref="AtomicFileOptions.Default"/> if null.</param>
    /// <returns>A writer, to be committed, and to be disposed in any case.</returns>
    /// <exception cref="MutxException">The path can't be replaced: no such directory, a directory, a link, a device.</exception>
    public static AtomicWriter Create(string path, AtomicFileOptions? options = null) =>
        Create(Disk.Current, path, options ?? AtomicFileOptions.Default);

    /// <summary>Replaces a file's content by bytes. Blocks on the disk.</summary>
    /// <exception cref="MutxException">It could not be done.</exception>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> content, AtomicFileOptions? options = null)
    {
        using AtomicWriter writer = Create(path, options);
        writer.Write(content);
        writer.Commit();
    }

    /// <summary>Replaces a file's content by text in UTF-8, without a byte order mark. Blocks on the disk.</summary>
    /// <exception cref="ArgumentException">The text holds half a surrogate pair; the file is as it was.</exception>
    /// <exception cref="MutxException">It could not be done.</exception>
    public static void WriteAllText(string path, string content, AtomicFileOptions? options = null) =>
        WriteAllBytes(path, Utf8Text.Encode(content), options);

    /// <summary>Replaces a file's content by a value as JSON. Blocks on the disk.</summary>
    /// <exception cref="MutxException">It could not be done.</exception>
    public static void WriteJson<T>(string path, T value, JsonTypeInfo<T> type, AtomicFileOptions? options = null)
    {
        Guard.NotNull(type);
        using AtomicWriter writer = Create(path, options);
        JsonSerializer.Serialize(writer.Stream, value, type);
        writer.Commit();
    }

    /// <summary>Replaces a file's content by bytes, on a thread of the pool.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The bytes, not to be changed until the task has ended.</param>
    /// <param name="options">How it is replaced.</param>
    /// <param name="cancellationToken">Looked at before the work begins; a replacement that has begun is finished.</param>
    /// <exception cref="MutxException">It could not be done.</exception>
    public static Task WriteAllBytesAsync(
        string path, ReadOnlyMemory<byte> content, AtomicFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        Guard.Path(path);
        return Task.Run(() => WriteAllBytes(path, content.Span, options), cancellationToken);
    }

    /// <summary>Replaces a file's content by text in UTF-8, on a thread of the pool.</summary>
    /// <exception cref="ArgumentException">The text holds half a surrogate pair; the file is as it was.</exception>
    /// <inheritdoc cref="WriteAllBytesAsync"/>
    public static Task WriteAllTextAsync(
        string path, string content, AtomicFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        Guard.Path(path);
        Guard.NotNull(content);
        return Task.Run(() => WriteAllText(path, content, options), cancellationToken);
    }

    internal static AtomicWriter Create(Disk disk, string path, AtomicFileOptions options)
    {
        if (options is { FencingToken: not null, FencePolicy: not FencePolicy.Ignore })
        {
            throw new ArgumentException("A fencing token can be compared only under the file's lock: use LockedFile.", nameof(options));
        }

        TargetFile target = TargetFile.Open(disk, Guard.Path(path), options.Symlinks);
        try
        {
            return new AtomicWriter(disk, target, options, target.Look());
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }
}
