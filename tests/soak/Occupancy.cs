using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Soak;

/// <summary>
/// What tells whether two hold the lock at the same time: a marker that only one can make, and a counter that loses
/// counts if two add to it. A killed holder leaves its marker; whoever kills says so first.
/// </summary>
internal sealed class Occupancy(string directory) : IDisposable
{
    private readonly string _marker = Path.Join(directory, "occupied");
    private readonly SafeFileHandle _counter =
        File.OpenHandle(Path.Join(directory, "counter"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

    public long Count
    {
        get
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            return RandomAccess.Read(_counter, bytes, 0) == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
        }
    }

    /// <summary>To be written before a process is killed.</summary>
    public static void SayKilled(string directory, int pid) => File.WriteAllText(KilledPath(directory, pid), "");

    public static void ForgetKilled(string directory, int pid) => File.Delete(KilledPath(directory, pid));

    /// <summary>Comes in alone, counts, and goes. What is wrong with that, or null.</summary>
    public string? Exclusive(int thread, Action use)
    {
        string me = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}.{thread}");
        if (Enter(me) is { } fault)
        {
            return fault;
        }

        long count = Count;
        use();
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, count + 1);
        RandomAccess.Write(_counter, bytes, 0);
        string? owner = Owner();
        File.Delete(_marker);
        return owner == me ? null : $"{me} held it and found {owner ?? "nobody"} in its place";
    }

    /// <summary>Looks whether somebody is in alone. What is wrong with that, or null.</summary>
    public string? Shared(Action use)
    {
        use();
        return Owner() is { } owner && !IsKilled(owner) ? $"shared, and {owner} holds it alone" : null;
    }

    public void Dispose() => _counter.Dispose();

    private static string KilledPath(string directory, int pid) =>
        Path.Join(directory, string.Create(CultureInfo.InvariantCulture, $"killed.{pid}"));

    private string? Enter(string me)
    {
        while (true)
        {
            try
            {
                // A link is made with what it says in one step, or fails because there is one.
                File.CreateSymbolicLink(_marker, me);
                return null;
            }
            catch (IOException)
            {
                string? owner = Owner();
                if (owner is null || !IsKilled(owner))
                {
                    return $"{me} came in and found {owner ?? "somebody who just left"}";
                }

                File.Delete(_marker);
            }
        }
    }

    private string? Owner() => new FileInfo(_marker).LinkTarget;

    private bool IsKilled(string owner) =>
        File.Exists(KilledPath(directory, int.Parse(owner.Split('.')[0], CultureInfo.InvariantCulture)));
}
