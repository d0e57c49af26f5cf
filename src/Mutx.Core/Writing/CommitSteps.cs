using Mutx.Platform;

namespace Mutx.Writing;

/// <summary>
/// What is asked and done at the places of the one commit sequence that only a lock makes meaningful. Without a lock there
/// is nothing to ask: <see cref="None"/>.
/// </summary>
internal abstract class CommitSteps
{
    /// <summary>The commit of somebody who holds no lock: every target is replaced, nothing is kept of it.</summary>
    public static CommitSteps None { get; } = new NoSteps();

    /// <summary>Whether the target, as it is now, is to be replaced; false leaves it alone. What it throws refuses it.</summary>
    /// <param name="current">What stands there; null if nothing does.</param>
    public abstract bool Accepts(FileStatus? current);

    /// <summary>Gets hold of what is about to be replaced, which may take long and may be cancelled.</summary>
    /// <param name="current">What stands there; null if nothing does.</param>
    /// <param name="step">What is put in place just before the target is replaced; null for nothing.</param>
    /// <returns>False if the target isn't what it was: it has to be looked at again.</returns>
    public abstract bool TryKeep(FileStatus? current, out IPublishStep? step);

    private sealed class NoSteps : CommitSteps
    {
        public override bool Accepts(FileStatus? current) => true;

        public override bool TryKeep(FileStatus? current, out IPublishStep? step)
        {
            step = null;
            return true;
        }
    }
}
