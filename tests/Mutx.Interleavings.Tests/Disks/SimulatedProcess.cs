using Microsoft.Win32.SafeHandles;
using Mutx.Platform;

namespace Mutx.Interleavings.Tests.Disks;

/// <summary>
/// A process of a simulated host: what claims tell it by, its open files, and numbers of its own for whatever it makes, so that
/// what two processes make doesn't depend on who came first.
/// </summary>
internal sealed class SimulatedProcess
{
    // Far above any descriptor of the real process: what slips past the simulation fails.
    private const int FirstHandle = 0x4000_0000;
    private const int NumbersEach = 10_000;

    private readonly Dictionary<nint, OpenFile> _open = [];
    private readonly Random _random;
    private int _inodes;
    private int _signals;

    public SimulatedProcess(string name, int number, string host = "host")
    {
        Name = name;
        Number = number;
        Identity = new ProcessIdentity
        {
            ProcessId = number,
            HostName = host,
            Started = number,
            Boot = $"boot of {host}",
            PidNamespace = 1,
        };
        _random = new Random(number);
    }

    public string Name { get; }

    public int Number { get; }

    public ProcessIdentity Identity { get; }

    public UnixFileMode Umask { get; init; } = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    public bool IsDead { get; set; }

    /// <summary>Until when it is stopped.</summary>
    public DateTimeOffset AsleepUntil { get; set; } = DateTimeOffset.MinValue;

    public bool HasSlept { get; set; }

    public IEnumerable<OpenFile> OpenFiles => _open.Values;

    public int NextInode() => (Number * NumbersEach) + ++_inodes;

    /// <summary>Whether it made a file.</summary>
    public bool Made(Inode file) => file.Number / NumbersEach == Number;

    public int NextSignal() => ++_signals;

    public void FillRandom(Span<byte> buffer) => _random.NextBytes(buffer);

    public OpenFile Open(Inode inode, string path, bool canWrite)
    {
        nint number = FirstHandle + (Number * NumbersEach) + _open.Count;
        while (_open.ContainsKey(number))
        {
            number++;
        }

        var file = new OpenFile(number, inode, new SafeFileHandle(number, ownsHandle: false), path, canWrite);
        _open.Add(number, file);
        return file;
    }

    public OpenFile Behind(SafeFileHandle handle)
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, handle);
        return _open[handle.DangerousGetHandle()];
    }

    /// <summary>A file whose handle was closed, but which isn't closed on the disk yet; null if there is none.</summary>
    public OpenFile? FindClosed()
    {
        foreach (OpenFile file in _open.Values)
        {
            if (file.Handle.IsClosed)
            {
                return file;
            }
        }

        return null;
    }

    public void Close(OpenFile file) => _open.Remove(file.Number);
}
