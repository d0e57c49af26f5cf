namespace Mutx.Backups;

/// <summary>A backup as it was found in a directory.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Parsed">What the name says.</param>
/// <param name="Time">When it was made.</param>
/// <param name="Modified">When its content was; looked at only where that decides the order.</param>
internal readonly record struct BackupEntry(string Name, BackupName Parsed, DateTimeOffset Time, DateTimeOffset Modified)
{
    /// <summary>Newest first: by the time it was made, then by its content's, then by the number after the time.</summary>
    public static int NewestFirst(BackupEntry left, BackupEntry right)
    {
        int order = right.Time.CompareTo(left.Time);
        order = order != 0 ? order : right.Modified.CompareTo(left.Modified);
        order = order != 0 ? order : right.Parsed.Sequence.CompareTo(left.Parsed.Sequence);
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    }
}
