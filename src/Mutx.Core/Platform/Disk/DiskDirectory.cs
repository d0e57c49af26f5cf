using Microsoft.Win32.SafeHandles;

namespace Mutx.Platform;

/// <summary>
/// An open directory. Names are looked up in it rather than by path, so that a directory renamed or swapped meanwhile
/// can't lead elsewhere.
/// </summary>
internal sealed class DiskDirectory(SafeFileHandle handle, string path) : IDisposable
{
    public SafeFileHandle Handle { get; } = handle;

    /// <summary>The path it was opened by, for messages.</summary>
    public string Path { get; } = path;

    /// <summary>The path of a name in this directory, for messages and for systems that have nothing better.</summary>
    public string PathOf(string name) => System.IO.Path.Join(Path, name);

    public void Dispose() => Handle.Dispose();
}
