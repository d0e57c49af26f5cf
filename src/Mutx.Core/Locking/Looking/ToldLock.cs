using System.Globalization;
using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>What an ancestor has told of a lock that it held when it started this program.</summary>
/// <param name="File">The lock file, or the claim.</param>
/// <param name="ProcessId">Who held it.</param>
/// <param name="Started">When that process started: a number may be used again.</param>
/// <param name="Boot">The start of the machine's kernel that it ran under.</param>
/// <param name="PidNamespace">The space of process numbers it lived in.</param>
/// <param name="Mark">
/// Where the open lock file stands that was left to its heirs, which tells it from every other open file; 0 where nothing was
/// left and the process waits itself.
/// </param>
internal sealed record ToldLock(FileIdentity File, int ProcessId, long Started, string Boot, long PidNamespace, int Mark)
{
    private const char Separator = ',';
    private const int Fields = 7;

    /// <summary>What this process tells of a lock; null where the system doesn't say enough of either.</summary>
    public static ToldLock? Of(string path, int mark) =>
        OperatingSystem.IsLinux() && LinuxDisk.IdentityBehind(path) is { } file
        && ProcessIdentity.Current is { Started: { } started, Boot: { } boot, PidNamespace: { } space } self
            ? new ToldLock(file, self.ProcessId, started, boot, space, mark)
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
                && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
                && long.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out long started)
                && long.TryParse(fields[5], NumberStyles.None, CultureInfo.InvariantCulture, out long space)
                && int.TryParse(fields[6], NumberStyles.None, CultureInfo.InvariantCulture, out int mark))
            {
                told.Add(new ToldLock(new FileIdentity(device, inode), pid, started, fields[4], space, mark));
            }
        }

        return told;
    }

    /// <summary>What was told before, and this.</summary>
    public string After(string? before) => before is null ? ToString() : before + Separator + ToString();

    // Into a buffer of its own: giving the pool's back would cost more than the text.
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, stackalloc char[256], $"{File.Device}/{File.Inode}/{ProcessId}/{Started}/{Boot}/{PidNamespace}/{Mark}");

    /// <summary>Whether the process that told it is there still, and is that one.</summary>
    public bool IsThere()
    {
        ProcessIdentity self = ProcessIdentity.Current;
        return self.Boot == Boot && self.PidNamespace == PidNamespace
            && ProcessTable.Current.Look(ProcessId) is { Exists: true } now && now.Started == Started;
    }
}
