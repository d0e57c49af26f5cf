using Microsoft.Win32.SafeHandles;
using Mutx.Primitives;

namespace Mutx.Interleavings.Tests.Disks;

/// <summary>An open file description: what open(2) makes, with a position and, maybe, the kernel lock.</summary>
internal sealed class OpenFile(nint number, Inode inode, SafeFileHandle handle, string path, bool canWrite)
{
    public nint Number { get; } = number;

    public Inode Inode { get; } = inode;

    public SafeFileHandle Handle { get; } = handle;

    public string Path { get; } = path;

    public bool CanWrite { get; } = canWrite;

    public int Position { get; set; }

    /// <summary>How it holds the kernel lock on the file; null if it doesn't.</summary>
    public LockMode? Held { get; set; }
}
