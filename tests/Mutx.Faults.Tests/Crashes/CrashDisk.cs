using Microsoft.Win32.SafeHandles;
using Mutx.Faults.Tests.Disks;
using Mutx.Platform;

namespace Mutx.Faults.Tests.Crashes;

/// <summary>
/// The real disk, with a record of what would survive a power cut. Content is safe once its file was synced, a name
/// once its directory was; everything since then is volatile. After each step it offers every state in which the disk
/// could be found if the power went at that moment (<see cref="CrashStates"/>).
/// <para>
/// The model is stricter than any filesystem: each unsynced name change may or may not have reached the disk,
/// whatever came before or after it; a sync of a file makes none of its names safe.
/// </para>
/// </summary>
internal sealed class CrashDisk(string directory, params string[] ignored) : DiskDecorator(Current)
{
    private readonly List<TrackedFile> _files = [];
    private readonly List<NameChange> _pending = [];
    private Dictionary<string, TrackedFile> _safeNames = [];

    /// <summary>Whether this is a filesystem that syncs no content of files without a name (btrfs).</summary>
    public bool LosesUnnamed { get; init; }

    /// <summary>Whether it says so.</summary>
    public bool SaysThatItLosesUnnamed { get; init; } = true;

    /// <summary>Whether this is a filesystem with files that have no name.</summary>
    public bool HasUnnamed { get; init; } = true;

    /// <summary>Whether nothing is synced for the moment, as if its writer were killed each time before it could.</summary>
    public bool SkipsSyncs { get; set; }

    /// <summary>Called after each step that changed anything, and before the first.</summary>
    public Action<CrashDisk>? AfterStep { get; set; }

    public CrashStates States => new(_safeNames, _pending, _files);

    /// <summary>Takes what is in the directory now as safe.</summary>
    public void Begin()
    {
        _pending.Clear();
        foreach (string path in Directory.EnumerateFiles(directory))
        {
            string name = Path.GetFileName(path);
            if (!_safeNames.ContainsKey(name))
            {
                TrackedFile file = Track(File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete));
                file.Sync();
                _safeNames[name] = file;
            }
        }

        AfterStep?.Invoke(this);
    }

    public override bool MustNameBeforeSync(DiskDirectory directory, FileStatus? neighbour) => LosesUnnamed && SaysThatItLosesUnnamed;

    public override DiskFile? CreateUnnamed(DiskDirectory directory, UnixFileMode mode)
    {
        DiskFile? file = HasUnnamed ? base.CreateUnnamed(directory, mode) : null;
        if (file is not null && IsOurs(directory))
        {
            FileOf(file);
        }

        return file;
    }

    public override DiskFile? CreateNew(DiskDirectory directory, string name, UnixFileMode mode)
    {
        DiskFile? file = base.CreateNew(directory, name, mode);
        if (file is not null && IsOurs(directory))
        {
            Changed(new NameChange([(name, FileOf(file))]));
        }

        return file;
    }

    public override void Write(DiskFile file, ReadOnlySpan<byte> buffer)
    {
        base.Write(file, buffer);
        AfterStep?.Invoke(this);
    }

    public override void SetMode(DiskFile file, UnixFileMode mode)
    {
        base.SetMode(file, mode);
        AfterStep?.Invoke(this);
    }

    public override RenameResult NameUnnamed(DiskFile file, DiskDirectory directory, string name)
    {
        RenameResult result = base.NameUnnamed(file, directory, name);
        if (result == RenameResult.Done && IsOurs(directory))
        {
            FileOf(file).HasName = true;
            Changed(new NameChange([(name, FileOf(file))]));
        }

        return result;
    }

    public override RenameResult Link(DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to)
    {
        RenameResult result = base.Link(fromDirectory, from, toDirectory, to);
        if (result == RenameResult.Done && IsOurs(toDirectory))
        {
            Changed(new NameChange([(to, Now(from))]));
        }

        return result;
    }

    public override RenameResult Rename(
        DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to, RenameMode mode)
    {
        RenameResult result = base.Rename(fromDirectory, from, toDirectory, to, mode);
        if (result == RenameResult.Done && IsOurs(toDirectory))
        {
            Changed(new NameChange([(to, Now(from)), (from, mode == RenameMode.Exchange ? Now(to) : null)]));
        }

        return result;
    }

    public override bool Remove(DiskDirectory directory, string name)
    {
        bool removed = base.Remove(directory, name);
        if (removed && IsOurs(directory))
        {
            Changed(new NameChange([(name, null)]));
        }

        return removed;
    }

    public override void Sync(DiskFile file)
    {
        base.Sync(file);
        TrackedFile tracked = FileOf(file);
        if (!SkipsSyncs && !ignored.Contains(nameof(Sync)) && (!LosesUnnamed || tracked.HasName))
        {
            tracked.Sync();
        }

        AfterStep?.Invoke(this);
    }

    public override void SyncNamed(DiskDirectory directory, string name)
    {
        using DiskFile file = Current.OpenRead(directory, name);
        Sync(file);
    }

    public override bool SyncDirectory(DiskDirectory directory)
    {
        bool synced = base.SyncDirectory(directory);
        if (synced && !SkipsSyncs && IsOurs(directory) && !ignored.Contains(nameof(SyncDirectory)))
        {
            _safeNames = NameChange.Apply(_safeNames, _pending);
            _pending.Clear();
        }

        AfterStep?.Invoke(this);
        return synced;
    }

    protected override bool Replaces<T>(DiskCall call, out T result)
    {
        result = default!;
        return false;
    }

    private bool IsOurs(DiskDirectory where) => Path.TrimEndingDirectorySeparator(where.Path) == directory;

    private TrackedFile? Now(string name) => NameChange.Apply(_safeNames, _pending).GetValueOrDefault(name);

    private void Changed(NameChange change)
    {
        foreach ((_, TrackedFile? file) in change.Names)
        {
            file?.HasName = true;
        }

        _pending.Add(change);
        AfterStep?.Invoke(this);
    }

    private TrackedFile FileOf(DiskFile file)
    {
        FileIdentity identity = Current.Look(file).Identity;
        return _files.Find(each => each.Identity == identity) ?? Track(Current.Reopen(file).Handle);
    }

    private TrackedFile Track(SafeFileHandle handle)
    {
        var file = new TrackedFile(handle);
        _files.Add(file);
        return file;
    }
}
