using Microsoft.Win32.SafeHandles;
using Mutx.Platform;

namespace Mutx.Faults.Tests.Crashes;

/// <summary>A file, named or not, with what it holds and what of it is safe. Kept open, so that its identity isn't used again.</summary>
internal sealed class TrackedFile(SafeFileHandle handle)
{
    private byte[]? _safe;

    public FileIdentity Identity { get; } = Disk.Current.Look(Disk.Borrow(handle, "tracked")).Identity;

    public bool HasName { get; set; }

    public void Sync() => _safe = Content();

    /// <summary>What could be found in it after a power cut: of unsynced content all, half, as many zeros, nothing, or what was there before.</summary>
    public IReadOnlyList<byte[]> Possible()
    {
        byte[] now = Content();
        if (_safe is not null && now.AsSpan().SequenceEqual(_safe))
        {
            return [now];
        }

        List<byte[]> all = [now, now[..(now.Length / 2)], new byte[now.Length], [], _safe ?? []];
        return [.. all.DistinctBy(Convert.ToHexString)];
    }

    private byte[] Content()
    {
        var content = new byte[RandomAccess.GetLength(handle)];
        Assert.Equal(content.Length, RandomAccess.Read(handle, content, 0));
        return content;
    }
}
