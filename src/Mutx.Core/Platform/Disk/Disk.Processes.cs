namespace Mutx.Platform;

/// <summary>The processes that share the disk, as far as claims have to tell them apart.</summary>
internal abstract partial class Disk
{
    /// <summary>The process that uses this disk.</summary>
    public virtual ProcessIdentity Self => ProcessIdentity.Current;

    /// <summary>What is known of the process with a number now, seen from this one. Never throws.</summary>
    public virtual ProcessFacts LookAtProcess(int processId) => ProcessTable.Current.Look(processId);
}
