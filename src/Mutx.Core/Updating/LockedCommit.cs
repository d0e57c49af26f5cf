using Mutx.Backups;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Updating;

/// <summary>What a commit under a lock adds to the one sequence: checks of the target, the backup, the last look at the lock.</summary>
internal sealed class LockedCommit(
    Disk disk, TargetFile target, LockedTarget held, AtomicWriter writer, TargetChecks checks, BackupKeeper? backups)
    : CommitSteps
{
    private LastStep? _last;

    /// <summary>Where the old content is kept, once the target is replaced; null if it isn't.</summary>
    public string? Backup => _last?.Backup;

    public override bool Accepts(FileStatus? current)
    {
        Preconditions.Require(checks.IfMatch, disk, target, current);
        if (checks.RefuseEmpty && writer.Length == 0 && current is { Length: > 0 })
        {
            throw new MutxException(
                MutxError.EmptyContent, $"refused to replace '{target.ShownPath}': the new content is empty, as if what was to produce it had failed")
            {
                Path = target.ShownPath,
                Hint = "look at what was to produce it; to empty the file, allow that (ReplaceOptions.AllowEmpty)",
            };
        }

        return !(checks.IfChanged && Preconditions.HasContent(disk, target, current, writer.StagedContent, writer.Length));
    }

    public override bool TryKeep(FileStatus? current, out IPublishStep? step)
    {
        OldContent? content = null;
        if (backups is not null && current is { } old)
        {
            content = backups.TryTake(old);
            if (content is null)
            {
                step = null;
                return false;
            }
        }

        step = _last = new LastStep(held, backups, content);
        return true;
    }

    /// <summary>The backup gets its place, and the lock is looked at: after this comes the rename and nothing else.</summary>
    private sealed class LastStep(LockedTarget held, BackupKeeper? backups, OldContent? content) : IPublishStep
    {
        private Placement? _placed;

        public string? Backup { get; private set; }

        public void Place()
        {
            if (content is not null)
            {
                // One whose lock is lost must not touch the backups either; syncing them takes time, hence the second look.
                held.EnsureHeld();
                _placed = backups!.Place(content);
            }

            held.EnsureHeld();
        }

        public void TakeBack()
        {
            if (_placed is not null)
            {
                backups!.TakeBack(_placed);
                _placed = null;
            }
        }

        public void Complete()
        {
            if (_placed is not null)
            {
                Backup = backups!.Shown(_placed);
                backups.Complete(_placed);
            }
        }
    }
}
