namespace Mutx.Platform;

/// <summary>Bytes nobody can guess, from the operating system, without a cryptographic library that a static program can't load.</summary>
public static class RandomBytes
{
    /// <summary>Fills a buffer with them.</summary>
    /// <param name="buffer">At most 256 bytes.</param>
    public static void Fill(Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buffer.Length, 256, nameof(buffer));
        Disk.Current.FillRandom(buffer);
    }
}
