using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Features;

/// <summary>
/// Locks on features by name, for work that spans many runs of many programs: a claim that stays until it is released
/// or two hours old, whatever becomes of the process that took it. A feature's lock is the file
/// <c>{root}/specs/{feature}/.lock</c>.
/// <para>
/// It is advisory. Among those who take it at the same moment, or find the same stale lock, one gets it; that holds
/// on network filesystems as well, but for those without hard links. Nothing here waits. Methods may be called from
/// any thread; they block for as long as the disk takes.
/// </para>
/// </summary>
public sealed class FeatureLocks
{
    /// <summary>Where features are kept unless told otherwise, relative to the current directory.</summary>
    public const string DefaultRoot = ".gsd";

    /// <summary>What the name of a feature may have, in words.</summary>
    public const string NameRule = FeatureName.Rule;

    /// <summary>The greatest number that a process can have.</summary>
    public const int MaxProcessId = ClaimRecord.MaxProcessId;

    private const UnixFileMode ByUmask = (UnixFileMode)0x1FF; // 0777
    private const string LockName = ".lock";
    private const int MaxRaces = 8;
    private const int MaxCurrentLength = 1024;

    private readonly Disk _disk;
    private readonly TimeProvider _time;
    private readonly FeatureRules _rules;
    private readonly BoundPath _root;

    /// <summary>Names the place. Nothing is touched on disk.</summary>
    /// <param name="root">The directory that features are kept in; made with the first lock if it is missing. A relative path is that of this moment.</param>
    /// <param name="timeProvider">The clock; the system's if null.</param>
    public FeatureLocks(string root = DefaultRoot, TimeProvider? timeProvider = null)
        : this(Disk.Current, root, timeProvider ?? TimeProvider.System)
    {
    }

    internal FeatureLocks(Disk disk, string root, TimeProvider time)
    {
        _disk = disk;
        _time = time;
        _rules = new FeatureRules(time);
        _root = BoundPath.Of(Guard.Path(root));
    }

    /// <summary>The directory that features are kept in, as it was named.</summary>
    public string Root => _root.Shown;

    /// <summary>Whether a text can be the name of a feature.</summary>
    /// <param name="text">The text.</param>
    public static bool IsName(string? text) => FeatureName.IsValid(text);

    /// <summary>Takes the lock of a feature if nobody has it. The same process doesn't get it twice either.</summary>
    /// <param name="feature">The feature's name.</param>
    /// <param name="processId">The process to take it for; this one if null.</param>
    /// <returns>The lock; null if it is held.</returns>
    /// <exception cref="ArgumentException">The name or the number can't be one; nothing was touched.</exception>
    /// <exception cref="MutxException">The lock's file can't be made.</exception>
    public FeatureLock? TryAcquire(string feature, int? processId = null)
    {
        FeatureName.Checked(feature);
        int pid = CheckedPid(processId);
        using DiskDirectory directory = MakeDirectory(feature);
        ClaimFile file = LockFile(directory);
        for (int i = 0; i < MaxRaces; i++)
        {
            ClaimSight? stale = file.Look();
            if (stale is not null && !_rules.IsStale(file, stale))
            {
                return null;
            }

            var record = new FeatureRecord(pid, _time.GetUtcNow());
            using PrivateRecord prepared = file.Prepare(record.ToBytes());
            if (stale is null ? file.TryCreate(prepared) : file.TryTakeOver(stale, prepared))
            {
                return Describe(feature, record);
            }
        }

        return null;
    }

    /// <summary>Takes the lock of a feature.</summary>
    /// <inheritdoc cref="TryAcquire"/>
    /// <returns>The lock.</returns>
    /// <exception cref="LockUnavailableException">It is held; the message says by which process and since when.</exception>
    public FeatureLock Acquire(string feature, int? processId = null)
    {
        if (TryAcquire(feature, processId) is { } acquired)
        {
            return acquired;
        }

        string holder = Check(feature) is { } held
            ? $"pid {held.ProcessId} has held it for {DurationText.Format(WholeSeconds(held.Age))}"
            : "another process has just taken it, or is about to";
        throw new LockUnavailableException($"cannot lock the feature '{feature}': {holder}")
        {
            Path = PathOf(feature),
            Hint = "it becomes free when it is released, or two hours after it was taken",
        };
    }

    /// <summary>Releases the lock of a feature if it was taken for this process, or is no lock that can be understood.</summary>
    /// <param name="feature">The feature's name.</param>
    /// <param name="processId">The process it was taken for; this one if null.</param>
    /// <returns>Whether there was one to release.</returns>
    /// <exception cref="ArgumentException">The name or the number can't be one; nothing was touched.</exception>
    /// <exception cref="MutxException">It was taken for another process, and stays (<see cref="MutxError.NotPermitted"/>); or the disk refuses.</exception>
    public bool Release(string feature, int? processId = null)
    {
        FeatureName.Checked(feature);
        int pid = CheckedPid(processId);
        using DiskDirectory? directory = OpenDirectory(feature);
        if (directory is null)
        {
            return false;
        }

        ClaimFile file = LockFile(directory);
        if (file.Look() is not { } sight)
        {
            return false;
        }

        if (_rules.Parse(sight.Content) is not { } record)
        {
            using PrivateRecord own = file.Prepare(new FeatureRecord(pid, _time.GetUtcNow()).ToBytes());
            return file.TryClear(sight, own);
        }

        return record.ProcessId == pid ? file.TryRemove(sight.Content) : throw new MutxException(
            MutxError.NotPermitted, $"cannot release the feature '{feature}': its lock is held for pid {record.ProcessId}, not for {pid}")
        {
            Path = PathOf(feature),
            Hint = "name that process to release it, or wait until it is two hours old",
        };
    }

    /// <summary>Who holds the lock of a feature; null if nobody does. Takes nothing and changes nothing.</summary>
    /// <param name="feature">The feature's name.</param>
    /// <exception cref="ArgumentException">It can't be the name of a feature.</exception>
    /// <exception cref="MutxException">The directory can't be read.</exception>
    public FeatureLock? Check(string feature)
    {
        FeatureName.Checked(feature);
        using DiskDirectory? directory = OpenDirectory(feature);
        return directory is not null && LockFile(directory).Look() is { } sight && _rules.Held(sight.Content) is { } record
            ? Describe(feature, record)
            : null;
    }

    /// <summary>
    /// The feature that is being worked on: what the environment variable <c>MUTX_FEATURE</c> names, else what is
    /// written in <c>{root}/.current-feature</c>, else what the newest file <c>{root}/state/*.json</c> is called.
    /// </summary>
    /// <returns>Its name; null if nothing tells one that could be a feature's. Never throws.</returns>
    public string? Current() =>
        Valid(HostEnvironment.Get("MUTX_FEATURE")) ?? Valid(ReadCurrent()) ?? NewestState();

    private static string? Valid(string? name) => FeatureName.IsValid(name) ? name : null;

    private int CheckedPid(int? processId) =>
        processId is null ? _disk.Self.ProcessId
        : processId is >= 1 and <= ClaimRecord.MaxProcessId ? processId.Value
        : throw new ArgumentOutOfRangeException(
            nameof(processId), processId, $"The number of a process lies between 1 and {ClaimRecord.MaxProcessId}.");

    private static TimeSpan WholeSeconds(TimeSpan age) =>
        TimeSpan.FromSeconds(Math.Max(0, Math.Floor(age.TotalSeconds)));

    private ClaimFile LockFile(DiskDirectory directory) => new(_disk, directory, LockName, _rules);

    private FeatureLock Describe(string feature, FeatureRecord record) =>
        new(feature, record.ProcessId, record.Timestamp, _time.GetUtcNow() - record.Timestamp);

    private string DirectoryOf(string feature) => Path.Join(_root.Full, "specs", feature);

    /// <summary>The lock's file, for messages.</summary>
    private string PathOf(string feature) => Path.Join(Root, "specs", feature, LockName);

    private DiskDirectory? OpenDirectory(string feature)
    {
        try
        {
            return _disk.OpenDirectory(DirectoryOf(feature));
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound)
        {
            return null;
        }
    }

    private DiskDirectory MakeDirectory(string feature)
    {
        if (OpenDirectory(feature) is { } existing)
        {
            return existing;
        }

        _disk.CreateDirectories(DirectoryOf(feature), ByUmask, durable: false);
        return _disk.OpenDirectory(DirectoryOf(feature));
    }

    private string? ReadCurrent()
    {
        try
        {
            using DiskDirectory directory = _disk.OpenDirectory(_root.Full);
            return TextFile.TryRead(_disk, directory, ".current-feature", MaxCurrentLength)?.Trim();
        }
        catch (MutxException)
        {
            return null;
        }
    }

    private string? NewestState()
    {
        const string Extension = ".json";
        try
        {
            string? newest = null;
            DateTimeOffset time = DateTimeOffset.MinValue;
            using DiskDirectory directory = _disk.OpenDirectory(Path.Join(_root.Full, "state"));
            foreach (string name in _disk.NamesIn(directory, static (name, _) => name.EndsWith(Extension, StringComparison.Ordinal)))
            {
                if (Valid(name[..^Extension.Length]) is { } feature
                    && _disk.Look(directory, name) is { Kind: FileKind.Regular } status && status.Modified > time)
                {
                    (newest, time) = (feature, status.Modified);
                }
            }

            return newest;
        }
        catch (MutxException)
        {
            return null;
        }
    }
}
