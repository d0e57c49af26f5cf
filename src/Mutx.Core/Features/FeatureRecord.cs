using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Mutx.Locking;

namespace Mutx.Features;

/// <summary>What the file of a feature lock says: <c>pid:timestamp</c>, the time in Unix seconds with a fraction.</summary>
internal readonly record struct FeatureRecord(int ProcessId, DateTimeOffset Timestamp)
{
    private const int MaxLength = 64;

    /// <summary>The record as it stands in the file, to the tenth of a microsecond, so that hardly two are alike.</summary>
    public byte[] ToBytes()
    {
        long ticks = Timestamp.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        (long seconds, long fraction) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{ProcessId}:{seconds}.{fraction:D7}"));
    }

    /// <summary>Reads a record; null if the bytes aren't one or it says something impossible. Never throws.</summary>
    /// <param name="bytes">What the file holds.</param>
    /// <param name="now">The present; a time more than a day ahead of it makes no record.</param>
    public static FeatureRecord? TryParse(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        // The base library takes NULs after a number for a part of it.
        if (bytes.Length is 0 or > MaxLength || bytes.Contains((byte)0) || !Utf8.IsValid(bytes))
        {
            return null;
        }

        // The line's end is what an editor or echo(1) adds; it changes nothing about who holds the lock.
        ReadOnlySpan<char> text = Encoding.UTF8.GetString(bytes).AsSpan().TrimEnd("\r\n");
        int colon = text.IndexOf(':');
        if (colon < 0
            || !int.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
            || !decimal.TryParse(text[(colon + 1)..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds)
            || pid is < 1 or > ClaimRecord.MaxProcessId
            || seconds <= 0 || seconds > MaxSeconds(now))
        {
            return null;
        }

        return new FeatureRecord(pid, DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)));
    }

    private static decimal MaxSeconds(DateTimeOffset now) =>
        ((decimal)(now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond) + (decimal)TimeSpan.FromDays(1).TotalSeconds;
}
