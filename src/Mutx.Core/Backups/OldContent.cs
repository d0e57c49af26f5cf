using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Backups;

/// <summary>
/// The old content of a target, got hold of but not yet a backup: a second name of the same file, or a copy of it, under a
/// private name in the directory of the backups.
/// </summary>
internal abstract class OldContent
{
    /// <summary>What the target was when it was got hold of.</summary>
    public required FileStatus Status { get; init; }

    /// <summary>Whether it is a file of its own, on which can be written what it is a backup of.</summary>
    public abstract bool IsCopy { get; }

    /// <summary>The private name; the last moment at which it may get one.</summary>
    public abstract string Name();

    /// <summary>Throws unless it is the content that the target still has.</summary>
    public abstract void RequireFresh();

    /// <summary>The same, got hold of anew, where its private name has vanished; itself where that can't be.</summary>
    public abstract OldContent Again();

    /// <summary>It has another name by now, under which it stays.</summary>
    public abstract void Relinquish();

    /// <summary>Gives it up.</summary>
    public abstract void Discard();

    protected static MutxException Unsteady(TargetFile target) =>
        new(MutxError.Busy, $"cannot keep the old content of '{target.ShownPath}': another program changes the file meanwhile")
        {
            Path = target.ShownPath,
            Hint = "find the program that writes it without taking its lock",
        };
}
