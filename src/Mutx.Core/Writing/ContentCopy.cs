using Mutx.Platform;

namespace Mutx.Writing;

/// <summary>Copies from descriptor to descriptor with constant memory, as fast as the kernel goes.</summary>
internal static class ContentCopy
{
    // Measured: below 1 MiB pipes get slower, above nothing gets faster.
    private const int BufferLength = 1024 * 1024;

    // A piece that the kernel copies alone; small enough for a cancellation to be seen soon.
    private const long KernelPiece = 64 * 1024 * 1024;

    /// <summary>Copies from one position to the end.</summary>
    public static void Run(Disk disk, DiskFile from, DiskFile to, Action<long> copied, CancellationToken cancellation)
    {
        while (disk.CopyRange(from, to, KernelPiece) is > 0 and long done)
        {
            copied(done);
            cancellation.ThrowIfCancellationRequested();
        }

        // Either the kernel can't, or it says that this is the end; files below /proc say so at once, and only a
        // read tells the truth.
        disk.EnlargePipe(from, BufferLength);
        byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferLength);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            int read = disk.Read(from, buffer);
            if (read == 0)
            {
                return;
            }

            disk.Write(to, buffer.AsSpan(0, read));
            copied(read);
        }
    }
}
