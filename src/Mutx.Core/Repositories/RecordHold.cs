using Mutx.Journals;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Repositories;

/// <summary>
/// One holding of a record's lock: what the record holds, and how it changes. What it has open it closes when the lock
/// is released and the callers are told: the kernel frees a file that was replaced when the last one closes it, which takes
/// a quarter of the time of a commit.
/// </summary>
internal sealed class RecordHold(Disk disk, string path, JsonRepositoryOptions options) : IDisposable
{
    private readonly List<DiskFile> _old = [];
    private Journal? _journal;
    private bool _isJournalOpen;
    private FileStatus _status;
    private ContentMark? _inFile;

    /// <summary>Whether the file is behind its journal.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>What the record holds; null if there is none.</summary>
    public byte[]? Read()
    {
        if (!_isJournalOpen)
        {
            _journal = Journal.TryOpen(disk, path);
            _isJournalOpen = true;
        }

        byte[]? content = ReadFile();
        _inFile = content is null ? null : ContentMark.Of(content);
        if (content is null || _journal?.Newest is not { } newest || newest.Base != _inFile)
        {
            IsBehind = false;
            return content;
        }

        IsBehind = !newest.Content.Span.SequenceEqual(content);
        return newest.Content.ToArray();
    }

    /// <summary>Makes the record hold this, durably, as fast as its options allow. After <see cref="Read"/>.</summary>
    public void Write(byte[] content)
    {
        if (!UsesJournal || _inFile is not { } based || _journal?.Suits(content.Length, _status) != true)
        {
            Replace(content);
            return;
        }

        try
        {
            _journal.Append(based, content);
            IsBehind = true;
        }
        catch (MutxException)
        {
            // Whether it counts is open until the file is replaced.
            CloseJournal();
            Replace(content, hadFailed: true);
        }
    }

    /// <summary>Makes the file itself hold this, durably. After <see cref="Read"/>.</summary>
    public void Replace(byte[] content) => Replace(content, hadFailed: false);

    /// <summary>
    /// Makes what the record holds durable: it may be what somebody wrote who was killed before that. After <see cref="Read"/>.
    /// </summary>
    public void Confirm()
    {
        if (options.File.Durability == Durability.None)
        {
            return;
        }

        if (_journal is { Newest: { } newest } journal && newest.Base == _inFile)
        {
            journal.Confirm();
        }

        using DiskDirectory directory = disk.OpenDirectory(Path.GetDirectoryName(path)!);
        disk.SyncNamed(directory, Path.GetFileName(path));
        if (options.File.Durability == Durability.Full)
        {
            disk.SyncDirectory(directory);
        }
    }

    /// <summary>Removes the record, durably.</summary>
    public void Remove()
    {
        using TargetFile target = TargetFile.Open(disk, path, options.File.Symlinks);
        disk.Remove(target.Directory, target.Name);
        try
        {
            if (options.File.Durability == Durability.Full)
            {
                disk.SyncDirectory(target.Directory);
            }

            if (_journal is not null)
            {
                CloseJournal();
                Journal.Remove(disk, path);
            }
        }
        catch (MutxException e)
        {
            throw new MutxException(e.Error, $"removed '{path}', but that may not survive a power cut: {e.Message}", e)
            {
                Path = path,
                NativeError = e.NativeError,
                Outcome = CommitOutcome.Unknown,
                Hint = "check the disk, then delete the record again",
            };
        }

        IsBehind = false;
    }

    public void Dispose()
    {
        CloseJournal();
        _old.ForEach(file => file.Dispose());
        _old.Clear();
    }

    private bool UsesJournal => options.Journal == RecordJournal.Beside && options.File.Durability == Durability.Full;

    private byte[]? ReadFile()
    {
        DiskFile? file = disk.TryOpenRead(path);
        if (file is null)
        {
            return null;
        }

        try
        {
            return JournaledFile.ReadOpen(disk, file, path, out _status);
        }
        finally
        {
            if (disk.ReplacesOpenFiles)
            {
                _old.Add(file);
            }
            else
            {
                file.Dispose();
            }
        }
    }

    private void Replace(byte[] content, bool hadFailed)
    {
        bool isReplaced = false;
        try
        {
            JournaledFile.Replace(disk, path, content, options.File);
            isReplaced = true;
            EndJournalsSay(content, hadFailed);
        }
        catch (MutxException e) when (hadFailed || isReplaced)
        {
            // The file holds the one content, its journal may tell the other.
            throw new MutxException(e.Error, $"cannot tell whether '{path}' is changed: {e.Message}", e)
            {
                Path = path,
                NativeError = e.NativeError,
                Outcome = CommitOutcome.Unknown,
                Hint = "check the disk, then read the record and change it again",
            };
        }

        IsBehind = false;
    }

    /// <summary>The file is what counts now; its journal must say nothing else, whatever the file will hold next.</summary>
    private void EndJournalsSay(byte[] content, bool hadFailed)
    {
        if (!hadFailed && TryAgree(content))
        {
            return;
        }

        if (_journal is not null || hadFailed)
        {
            CloseJournal();
            Journal.Remove(disk, path);
        }

        if (UsesJournal && !hadFailed)
        {
            Journal.TryCreate(disk, path, content.Length);
            _isJournalOpen = false;
        }
    }

    /// <summary>Lets the journal say what the file holds, if it can.</summary>
    private bool TryAgree(byte[] content)
    {
        if (_journal is not { } journal || !UsesJournal || !journal.Suits(content.Length, _status))
        {
            return false;
        }

        try
        {
            journal.Append(ContentMark.Of(content), content);
            return true;
        }
        catch (MutxException)
        {
            return false;
        }
    }

    private void CloseJournal()
    {
        _journal?.Dispose();
        _journal = null;
    }
}
