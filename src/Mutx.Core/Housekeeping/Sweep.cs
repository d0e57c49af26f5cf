using Mutx.Platform;

namespace Mutx.Housekeeping;

/// <summary>
/// The rule for one kind of thing: which names to look at, which of them are to go, and the proof, made again at the
/// last moment, that one may go. A new kind is a new sweep in the list of <see cref="Housekeeper"/>.
/// </summary>
internal abstract class Sweep
{
    public abstract HousekeepingKind Kind { get; }

    /// <summary>Whether a regular file's name is worth a look. Called for every name, so it is quick.</summary>
    public abstract bool IsCandidate(ReadOnlySpan<char> name);

    /// <summary>The names that are judged together have this in common; by itself each stands alone.</summary>
    public virtual ReadOnlySpan<char> GroupOf(ReadOnlySpan<char> name) => name;

    /// <summary>Judges candidates, among them all of a group. Reads only; nothing is locked.</summary>
    /// <returns>What is to be removed; null for each that is ours, and stays.</returns>
    public abstract IEnumerable<HousekeepingItem?> Plan(DiskDirectory directory, IEnumerable<string> candidates);

    /// <summary>Proves again that a planned file may go, and removes it.</summary>
    /// <returns>Whether it was removed; false if it is in use, has changed or is gone.</returns>
    public abstract bool TryRemove(DiskDirectory directory, HousekeepingItem item);
}
