namespace Mutx.Faults.Tests.Disks;

/// <summary>One call of the disk: which of its methods, and on what.</summary>
internal readonly record struct DiskCall(string Step, string Path)
{
    public override string ToString() => $"{Step}({Path})";
}
