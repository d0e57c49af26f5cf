using Microsoft.Win32.SafeHandles;

namespace Mutx.Platform;

/// <summary>An open file with the path that messages name it by. Closing it releases what it holds, locks included.</summary>
internal sealed class DiskFile(SafeFileHandle handle, string path) : IDisposable
{
    public SafeFileHandle Handle { get; } = handle;

    public string Path { get; } = path;

    public void Dispose() => Handle.Dispose();
}
