using Microsoft.Win32.SafeHandles;
using Mutx.Platform;

namespace Mutx.Faults.Tests.Crashes;

/// <summary>A file, named or not, with what it holds and what of it is safe. Kept open, so that its identity isn't used again.</summary>
internal sealed class TrackedFile(SafeFileHandle handle)
{
    // What a disk writes in one piece, at least.
    private const int Sector = 512;

    private byte[]? _safe;

    public FileIdentity Identity { get; } = Disk.Current.Look(Disk.Borrow(handle, "tracked")).Identity;

    public bool HasName { get; set; }

    public void Sync() => _safe = Content();

    /// <summary>
    /// What could be found in it after a power cut: of unsynced content all, half, as many zeros, nothing, or what was there
    /// before. Content that was written over safe content of the same length may have got there by sectors, in any order.
    /// </summary>
    public IReadOnlyList<byte[]> Possible()
    {
        byte[] now = Content();
        if (_safe is { } safe && now.AsSpan().SequenceEqual(safe))
        {
            return [now];
        }

        List<byte[]> all = _safe?.Length == now.Length && now.Length > 0
            ? [now, _safe, Torn(_safe, now, first: 0), Torn(_safe, now, first: 1), Torn(now, _safe, first: 2)]
            : [now, now[..(now.Length / 2)], new byte[now.Length], [], _safe ?? []];
        return [.. all.DistinctBy(Convert.ToHexString)];
    }

    /// <summary>One content with sectors of another, from one on each second of those that differ.</summary>
    private static byte[] Torn(byte[] one, byte[] other, int first)
    {
        byte[] torn = [.. one];
        int differing = 0;
        for (int at = 0; at < one.Length; at += Sector)
        {
            int length = Math.Min(Sector, one.Length - at);
            if (!one.AsSpan(at, length).SequenceEqual(other.AsSpan(at, length)) && differing++ % 2 == first % 2)
            {
                other.AsSpan(at, length).CopyTo(torn.AsSpan(at));
            }
        }

        return torn;
    }

    private byte[] Content()
    {
        var content = new byte[RandomAccess.GetLength(handle)];
        Assert.Equal(content.Length, RandomAccess.Read(handle, content, 0));
        return content;
    }
}
