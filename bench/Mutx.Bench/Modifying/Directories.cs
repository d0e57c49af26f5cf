using System.Runtime.InteropServices;

namespace Mutx.Bench.Modifying;

/// <summary>fsync(2) of a directory, which the base library doesn't have.</summary>
internal static partial class Directories
{
    private const int DirectoryReadOnly = 0x10000;

    public static void Sync(string path)
    {
        int directory = Open(path, DirectoryReadOnly);
        bool failed = directory < 0 || FSync(directory) != 0;
        _ = Close(directory);
        if (failed)
        {
            throw new IOException($"can't sync '{path}'");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
