using System.Text.Json.Serialization.Metadata;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Repositories;

/// <summary>
/// Records in files, one JSON file a record, that many processes change at once without losing anything.
/// <para>
/// Reading takes no lock: a reader sees one whole version. A change is made under the record's lock, the same one that
/// <c>LockedFile</c> and the program take, and is durable when its method returns; until then readers may see it
/// already. Its file is replaced by each commit. Changes of one record that come
/// from one process at the same time are applied in the order they came and share one commit. A record that can't be
/// parsed is never overwritten. Members of a record that <typeparamref name="T"/> doesn't know survive a change where it
/// has a <c>JsonExtensionData</c> property.
/// </para>
/// <para>
/// Instances are safe to share between threads, hold nothing open and need no disposal. A relative directory is that of the
/// moment when the repository is made; links in its path are resolved once, at the first use.
/// </para>
/// </summary>
/// <typeparam name="T">What a record holds.</typeparam>
public sealed partial class JsonRepository<T>
    where T : class
{
    /// <summary>How the name of a record's file ends.</summary>
    public const string Extension = ".json";

    private readonly Disk _disk;
    private readonly JsonRepositoryOptions _options;
    private readonly JsonFormat<T> _format;
    private readonly RecordQueues _queues;
    private readonly BoundPath _bound;
    private string? _canonical;

    /// <summary>Names a directory of records. Nothing is touched on disk before the first use.</summary>
    /// <param name="directory">The directory; other files in it are left alone.</param>
    /// <param name="type">How a record is written, generated at compile time.</param>
    /// <param name="options"><see cref="JsonRepositoryOptions.Default"/> if null.</param>
    public JsonRepository(string directory, JsonTypeInfo<T> type, JsonRepositoryOptions? options = null)
        : this(Disk.Current, directory, type, options ?? JsonRepositoryOptions.Default)
    {
    }

    internal JsonRepository(Disk disk, string directory, JsonTypeInfo<T> type, JsonRepositoryOptions options)
    {
        _disk = disk;
        _options = options;
        _format = new JsonFormat<T>(Guard.NotNull(type));
        _queues = new RecordQueues(disk, options);
        _bound = BoundPath.Of(Guard.Path(directory));
    }

    /// <summary>The directory, as it was named.</summary>
    public string Directory => _bound.Shown;

    /// <summary>The directory without links in its path; with them as long as it is still to be created.</summary>
    private string Canonical
    {
        get
        {
            if (_canonical is null)
            {
                if (_options.DirectoryMode is not null && _disk.Look(_bound.Full) is null)
                {
                    return Path.GetFullPath(_bound.Full);
                }

                _canonical = _disk.ResolveDirectory(_bound);
            }

            return _canonical;
        }
    }

    /// <summary>The path of a record's file.</summary>
    /// <param name="id">A name by the rule of <see cref="ResourceName"/>.</param>
    /// <exception cref="ArgumentException">The id is none.</exception>
    /// <exception cref="MutxException">The directory doesn't exist.</exception>
    public string PathOf(string id)
    {
        string name = ResourceName.Require(id) + Extension;
        return Path.Join(Canonical, name);
    }

    /// <summary>Reads a record. Takes no lock; blocks on the disk.</summary>
    /// <param name="id">The record.</param>
    /// <returns>What it holds; null if there is none.</returns>
    /// <exception cref="CorruptDataException">It can't be parsed.</exception>
    /// <exception cref="MutxException">It can't be read.</exception>
    public T? Read(string id)
    {
        string path = PathOf(id);
        byte[]? content = ReadFile(path, out _);
        return content is null ? null : _format.Parse(content, path);
    }

    /// <summary>Reads a record with its version. Takes no lock; blocks on the disk.</summary>
    /// <inheritdoc cref="Read"/>
    public JsonRecord<T>? ReadRecord(string id)
    {
        string path = PathOf(id);
        byte[]? content = ReadFile(path, out FileStatus status);
        return content is null ? null : Record(id, path, content, status);
    }

    /// <summary>Reads a record, on a thread of the pool. Takes no lock.</summary>
    /// <inheritdoc cref="Read"/>
    public Task<T?> ReadAsync(string id, CancellationToken cancellationToken = default) =>
        Task.Run(() => Read(id), cancellationToken);

    /// <summary>Reads a record with its version, on a thread of the pool. Takes no lock.</summary>
    /// <inheritdoc cref="Read"/>
    public Task<JsonRecord<T>?> ReadRecordAsync(string id, CancellationToken cancellationToken = default) =>
        Task.Run(() => ReadRecord(id), cancellationToken);

    /// <summary>Writes a record, whatever it held before, unless that can't be parsed.</summary>
    /// <param name="id">The record.</param>
    /// <param name="value">What it is to hold; taken before the method returns its task.</param>
    /// <param name="cancellationToken">Withdraws the change as long as it waits for its turn; after that it is finished.</param>
    /// <returns>The new version, once it is durable.</returns>
    /// <inheritdoc cref="ModifyAsync" path="/exception"/>
    public Task<string> WriteAsync(string id, T value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        byte[] next = _format.Write(value);
        return ChangeAsync(
            id,
            (current, path) =>
            {
                RefuseCorrupt(current, path);
                return (next, Sha256.Hex(next));
            },
            cancellationToken);
    }

    /// <summary>
    /// Changes a record. The delegate is called once, under the lock, on another thread; it has to be quick, and
    /// a change of the same record that it waits for would wait for itself. What it is given is its own to change.
    /// </summary>
    /// <param name="id">The record.</param>
    /// <param name="change">From the current value, or null if there is no such record, to the new one. What it throws is what the caller gets, and leaves the record as it is.</param>
    /// <param name="cancellationToken">Withdraws the change as long as it waits for its turn; after that it is finished.</param>
    /// <returns>What the delegate returned, once it is durable.</returns>
    /// <exception cref="CorruptDataException">The record can't be parsed; it is left as it is.</exception>
    /// <exception cref="LockTimeoutException">Somebody else had the lock all the time.</exception>
    /// <exception cref="LockUnavailableException">Somebody else has the lock, and there was to be no wait.</exception>
    /// <exception cref="MutxException">It could not be done; <see cref="MutxException.Outcome"/> tells whether the record has changed all the same.</exception>
    /// <exception cref="OperationCanceledException">It was withdrawn, and the record is as it was.</exception>
    public Task<T> ModifyAsync(string id, Func<T?, T> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return ChangeAsync(
            id,
            (current, path) =>
            {
                T next = change(current is null ? null : _format.Parse(current, path))
                    ?? throw new InvalidOperationException("A change must return the new value; to remove a record use DeleteAsync.");
                return (_format.Write(next), next);
            },
            cancellationToken);
    }

    /// <summary>Replaces a record if it has a version, or creates it if it is to have none.</summary>
    /// <param name="id">The record.</param>
    /// <param name="value">What it is to hold; taken before the method returns its task.</param>
    /// <param name="version">The version it must have; null if it must not exist.</param>
    /// <param name="cancellationToken">Withdraws the change as long as it waits for its turn; after that it is finished.</param>
    /// <returns>The new version, once it is durable; null if the record had another version and was left alone.</returns>
    /// <inheritdoc cref="ModifyAsync" path="/exception"/>
    public Task<string?> TryReplaceAsync(string id, T value, string? version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        byte[] next = _format.Write(value);
        return ChangeAsync<string?>(
            id,
            (current, path) =>
            {
                RefuseCorrupt(current, path);
                bool matches = current is null ? version is null : version == Sha256.Hex(current);
                return matches ? (next, Sha256.Hex(next)) : (current, null);
            },
            cancellationToken);
    }

    /// <summary>Removes a record, also one that can't be parsed.</summary>
    /// <param name="id">The record.</param>
    /// <param name="cancellationToken">Withdraws the change as long as it waits for its turn; after that it is finished.</param>
    /// <returns>Whether there was one, once its removal is durable.</returns>
    /// <inheritdoc cref="ModifyAsync" path="/exception"/>
    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, (current, _) => ((byte[]?)null, current is not null), cancellationToken);

    private Task<TResult> ChangeAsync<TResult>(
        string id, Func<byte[]?, string, (byte[]? Content, TResult Result)> change, CancellationToken cancellationToken)
    {
        ResourceName.Require(id);
        CreateDirectory();
        string path = PathOf(id);
        return _queues.ChangeAsync(path, current => change(current, path), cancellationToken);
    }

    /// <summary>Creates the directory where it is missing and that was asked for.</summary>
    private void CreateDirectory()
    {
        if (_canonical is null && _options.DirectoryMode is { } mode)
        {
            _disk.CreateDirectories(_bound.Full, mode);
        }
    }

    /// <summary>What the file of a record holds now; null if there is none.</summary>
    private byte[]? ReadFile(string path, out FileStatus status)
    {
        using DiskFile? file = _disk.TryOpenRead(path);
        status = default;
        return file is null ? null : WholeFile.Read(_disk, file, path, out status);
    }

    private void RefuseCorrupt(byte[]? current, string path)
    {
        if (current is not null)
        {
            _format.Parse(current, path);
        }
    }

    private JsonRecord<T> Record(string id, string path, byte[] content, in FileStatus status) => new()
    {
        Id = id,
        Value = _format.Parse(content, path),
        Version = Sha256.Hex(content),
        Mode = status.Mode & (UnixFileMode)0x1FF,
    };
}
