using System.Globalization;

namespace Mutx.Cli.Output;

/// <summary>Amounts of data as people read them.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>Below 1,024 the exact number of bytes, above one decimal of the fitting power of 1,024.</summary>
    public static string Format(long bytes)
    {
        if (bytes < 1024)
        {
            return bytes == 1 ? "1 byte" : string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");
        }

        double amount = bytes;
        int unit = 0;

        // 1023.95 and above would print as 1024.0.
        while (amount >= 1023.95 && unit < Units.Length - 1)
        {
            amount /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{amount:F1} {Units[unit]}");
    }
}
