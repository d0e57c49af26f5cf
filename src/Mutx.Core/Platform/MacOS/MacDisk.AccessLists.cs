namespace Mutx.Platform;

/// <summary>Access lists on macOS stand beside the permission bits and are inherited by rules of their own.</summary>
internal sealed partial class MacDisk
{
    public override void CopyAccessList(DiskDirectory from, DiskDirectory to)
    {
        // A directory made in another has what it is to inherit already.
    }
}
