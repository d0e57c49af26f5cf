using System.Globalization;

namespace Mutx.Backups;

/// <summary>
/// The name of a backup, taken apart: <c>{file}{suffix}</c>, or <c>{file}.{YYYYMMDD_HHMMSS}{suffix}</c> with <c>-1</c>,
/// <c>-2</c>, … after the seconds for those of one second. This is the one place that makes and reads such names.
/// </summary>
/// <param name="File">The name of the file it is a backup of.</param>
/// <param name="Time">The local time in the name, to the second; null if there is none.</param>
/// <param name="Sequence">Which of those of one second, from 0; 0 where there is no time.</param>
internal readonly record struct BackupName(string File, DateTime? Time, int Sequence)
{
    private const string TimeFormat = "yyyyMMdd_HHmmss";
    private const int TimeLength = 15;
    private const int MaxSequenceDigits = 9;

    /// <summary>The name as it stands in a directory.</summary>
    public string Format(string suffix) =>
        Time is not { } time ? File + suffix
        : Sequence == 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}.{time.ToString(TimeFormat, CultureInfo.InvariantCulture)}{suffix}")
        : string.Create(CultureInfo.InvariantCulture, $"{File}.{time.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{Sequence}{suffix}");

    /// <summary>
    /// Reads a name. One of the timestamped shape whose date or time isn't real is no backup at all, whichever way it
    /// is read: nobody knows what it is.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> name, string suffix, out BackupName parsed)
    {
        parsed = default;
        if (name.Length <= suffix.Length || !name.EndsWith(suffix, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> stem = name[..^suffix.Length];
        if (!TrySplitTime(stem, out int fileLength, out ReadOnlySpan<char> time, out ReadOnlySpan<char> sequence))
        {
            parsed = new BackupName(stem.ToString(), null, 0);
            return true;
        }

        if (fileLength == 0 || !TryReadTime(time, out DateTime local) || !TryReadSequence(sequence, out int number))
        {
            return false;
        }

        parsed = new BackupName(stem[..fileLength].ToString(), local, number);
        return true;
    }

    /// <summary>Whether a stem ends in the shape of a time, real or not; the digits after a dash are the sequence.</summary>
    private static bool TrySplitTime(
        ReadOnlySpan<char> stem, out int fileLength, out ReadOnlySpan<char> time, out ReadOnlySpan<char> sequence)
    {
        int end = stem.Length;
        while (end > 0 && char.IsAsciiDigit(stem[end - 1]))
        {
            end--;
        }

        bool hasSequence = end > 0 && end < stem.Length && stem[end - 1] == '-';
        int timeEnd = hasSequence ? end - 1 : stem.Length;
        sequence = hasSequence ? stem[end..] : [];
        fileLength = timeEnd - TimeLength - 1;
        time = fileLength < 0 ? [] : stem[(fileLength + 1)..timeEnd];
        return fileLength >= 0 && stem[fileLength] == '.' && HasTimeShape(time);
    }

    private static bool HasTimeShape(ReadOnlySpan<char> time)
    {
        for (int i = 0; i < TimeLength; i++)
        {
            if (i == 8 ? time[i] != '_' : !char.IsAsciiDigit(time[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadTime(ReadOnlySpan<char> text, out DateTime time) =>
        DateTime.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>Digits as <see cref="Format"/> writes them: from 1, without zeros in front.</summary>
    private static bool TryReadSequence(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        return digits.IsEmpty
            || (digits.Length <= MaxSequenceDigits && digits[0] != '0'
                && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number));
    }
}
