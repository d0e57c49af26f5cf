namespace Mutx.Platform;

/// <summary>What can be done with a kernel lock that is held.</summary>
internal abstract partial class Disk
{
    /// <summary>Turns an exclusive kernel lock into a shared one in one step; false if that lost it.</summary>
    public abstract bool TryDowngrade(DiskFile file);

    /// <summary>Lets programs that this process starts or becomes inherit the open file, and with it its lock.</summary>
    public abstract void MakeInheritable(DiskFile file);
}
