using System.Globalization;
using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>What an ancestor has told of a lock that it held when it started this program.</summary>
/// <param name="File">The lock file, or the claim.</param>
/// <param name="Process">Who held it.</param>
/// <param name="Mark">
/// Where the open lock file stands that was left to its heirs, which tells it from every other open file; 0 where nothing was
/// left and the process waits itself.
/// </param>
internal sealed record ToldLock(FileIdentity File, ToldProcess Process, int Mark)
{
    private const char Separator = ',';
    private const int Fields = 7;

    /// <summary>Who held it.</summary>
    public int ProcessId => Process.Id;

    /// <summary>What this process tells of a lock; null where the system doesn't say enough of either.</summary>
    public static ToldLock? Of(string path, int mark) =>
        OperatingSystem.IsLinux() && LinuxDisk.IdentityBehind(path) is { } file && ToldProcess.This is { } self
            ? new ToldLock(file, self, mark)
            : null;

    /// <summary>What was told, the nearest ancestor last; what isn't of this form says nothing.</summary>
    public static IReadOnlyList<ToldLock> Parse(string text)
    {
        var told = new List<ToldLock>();
        foreach (string entry in text.Split(Separator))
        {
            string[] fields = entry.Split('/');
            if (fields.Length == Fields
                && ulong.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong device)
                && ulong.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)
                && ToldProcess.Parse(fields.AsSpan(2)) is { } process
                && int.TryParse(fields[6], NumberStyles.None, CultureInfo.InvariantCulture, out int mark))
            {
                told.Add(new ToldLock(new FileIdentity(device, inode), process, mark));
            }
        }

        return told;
    }

    // Into a buffer of its own: giving the pool's back would cost more than the text.
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, stackalloc char[256], $"{File.Device}/{File.Inode}/{Process}/{Mark}");

    /// <summary>Whether the process that told it is there still, and is that one.</summary>
    public bool IsThere() => Process.IsThere();
}
