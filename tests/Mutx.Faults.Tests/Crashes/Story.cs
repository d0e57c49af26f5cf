using System.Text;
using Mutx.Backups;
using Mutx.Faults.Tests.Operations;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Updating;
using Mutx.Writing;

namespace Mutx.Faults.Tests.Crashes;

/// <summary>
/// Versions written to one file one after the other, with the power cut after each step of each write, in each way in
/// which that can leave the disk.
/// </summary>
internal sealed class Story(Func<string, CrashDisk> makeDisk, Action<Disk, Workplace, byte[]> write)
{
    private const string BackupName = "target" + BackupOptions.DefaultSuffix;

    private readonly List<string> _violations = [];
    private readonly HashSet<string> _seen = [];
    private int _acknowledged;
    private int _writing;
    private int _first;

    /// <summary>What was found that must not be; empty if all went well.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>How many different states were looked at.</summary>
    public int States => _seen.Count;

    /// <summary>Whether each write keeps what it replaces as a backup, which then has to be there too.</summary>
    public bool KeepsOld { get; init; }

    public static void Locked(Disk disk, Workplace place, byte[] content, AtomicFileOptions options, BackupOptions? backup = null) =>
        LockedFile.Replace(
            disk,
            place.Target,
            writer => writer.Write(content),
            new ReplaceOptions { File = options, Backup = backup, Lock = new FileLockOptions { LockFile = place.LockFile } },
            CancellationToken.None);

    public Story Tell(int versions, int first)
    {
        using var place = new Workplace();
        if (first == 0)
        {
            File.WriteAllBytes(place.Target, Version(0));
        }

        CrashDisk disk = makeDisk(place.Data);
        disk.AfterStep = Cut;
        _acknowledged = _writing = _first = first;
        disk.Begin();
        for (int version = 1; version <= versions; version++)
        {
            _writing = version;
            write(disk, place, Version(version));
            _acknowledged = version;
            Cut(disk);
        }

        return this;
    }

    private static byte[] Version(int version) => Encoding.UTF8.GetBytes($"version {version}, {new string((char)('a' + version), 10 + version)}");

    private void Cut(CrashDisk disk)
    {
        foreach (IReadOnlyDictionary<string, byte[]> state in disk.States.All())
        {
            string key = $"{_acknowledged} {string.Join(';', state.OrderBy(s => s.Key).Select(s => $"{s.Key}={Convert.ToHexString(s.Value)}"))}";
            if (_seen.Add(key) && (Fault(state) ?? FaultOfBackup(state) ?? FaultAfterRecovery(state)) is { } fault)
            {
                _violations.Add($"acknowledged {_acknowledged}, writing {_writing}: {fault}");
            }
        }
    }

    /// <summary>What was acknowledged last, or what is being written, is there, whole.</summary>
    private string? Fault(IReadOnlyDictionary<string, byte[]> state)
    {
        if (!state.TryGetValue("target", out byte[]? found))
        {
            return _acknowledged < 0 ? null : "the target is gone";
        }

        return Enumerable.Range(Math.Max(_acknowledged, 0), _writing - Math.Max(_acknowledged, 0) + 1)
            .Any(version => found.AsSpan().SequenceEqual(Version(version)))
            ? null
            : $"the target holds '{Encoding.UTF8.GetString(found)}'";
    }

    /// <summary>The backup of a version that was replaced is on the disk before that is replaced, and never torn.</summary>
    private string? FaultOfBackup(IReadOnlyDictionary<string, byte[]> state)
    {
        if (!KeepsOld || !state.TryGetValue("target", out byte[]? target))
        {
            return null;
        }

        int version = Enumerable.Range(0, _writing + 1).First(each => target.AsSpan().SequenceEqual(Version(each)));
        if (!state.TryGetValue(BackupName, out byte[]? backup))
        {
            bool isFirst = version <= (_first < 0 ? 1 : _first);
            return isFirst ? null : $"version {version} is there, and no backup of the one before";
        }

        return backup.AsSpan().SequenceEqual(Version(version)) || (version > 0 && backup.AsSpan().SequenceEqual(Version(version - 1)))
            ? null
            : $"version {version} is there, and the backup holds '{Encoding.UTF8.GetString(backup)}'";
    }

    /// <summary>The next writer succeeds, and after it and a sweep there is no litter of those that died.</summary>
    private string? FaultAfterRecovery(IReadOnlyDictionary<string, byte[]> state)
    {
        using var place = new Workplace();
        foreach ((string name, byte[] content) in state)
        {
            File.WriteAllBytes(place[name], content);
        }

        byte[] next = "after the power came back"u8.ToArray();
        CrashDisk disk = makeDisk(place.Data);
        Locked(disk, place, next, AtomicFileOptions.Default);
        if (!disk.HasUnnamed || KeepsOld)
        {
            Sweep(place);
        }

        return !next.AsSpan().SequenceEqual(place.Read("target")) ? "the next write went wrong"
            : place.Entries.Any(name => name is not ("target" or BackupName)) ? $"litter stays: {string.Join(' ', place.Entries)}"
            : null;
    }

    private static void Sweep(Workplace place)
    {
        using DiskDirectory directory = Disk.Current.OpenDirectory(place.Data);
        foreach (string name in place.Entries.Where(name => name.EndsWith(".mutx.tmp", StringComparison.Ordinal)))
        {
            OrphanFile.TryRemove(Disk.Current, directory, name);
        }
    }
}
