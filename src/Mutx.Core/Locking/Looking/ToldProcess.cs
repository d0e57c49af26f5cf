using System.Globalization;
using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>A process that has told of a lock.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Started">When it started: a number may be used again.</param>
/// <param name="Boot">The start of the machine's kernel that it ran under.</param>
/// <param name="PidNamespace">The space of process numbers it lived in.</param>
internal sealed record ToldProcess(int Id, long Started, string Boot, long PidNamespace)
{
    /// <summary>This process; null where the system doesn't say enough of it.</summary>
    public static ToldProcess? This =>
        OperatingSystem.IsLinux() && ProcessIdentity.Current is { Started: { } started, Boot: { } boot, PidNamespace: { } space } self
            ? new ToldProcess(self.ProcessId, started, boot, space)
            : null;

    /// <summary>Reads the four fields that <see cref="ToString"/> gives; null if they aren't.</summary>
    public static ToldProcess? Parse(ReadOnlySpan<string> fields) =>
        int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
        && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long started)
        && long.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out long space)
            ? new ToldProcess(id, started, fields[2], space)
            : null;

    /// <summary>Whether it is there still, and is that one.</summary>
    public bool IsThere()
    {
        ProcessIdentity self = ProcessIdentity.Current;
        return self.Boot == Boot && self.PidNamespace == PidNamespace
            && ProcessTable.Current.Look(Id) is { Exists: true } now && now.Started == Started;
    }

    // As in ToldLock: no buffer of the pool's.
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, stackalloc char[128], $"{Id}/{Started}/{Boot}/{PidNamespace}");
}
