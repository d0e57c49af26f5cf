using Mutx.Interleavings.Tests.Disks;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Interleavings.Tests.Scenarios;

/// <summary>
/// Disks on which one rule doesn't hold, because the disk answers what the rule asks with what it wants to hear, or does in another way
/// what it asks for. Rules that an actor keeps by a call of its own are left out by the actor.
/// </summary>
internal static class WithoutRule
{
    public static SimulatedDisk Disk(Rule rule, SimulatedFilesystem files, SimulatedProcess process, IPace pace) => rule switch
    {
        Rule.LookAfterLock => new BlindAfterLock(files, process, pace),
        Rule.LookBeforeCommit => new BlindBeforeCommit(files, process, pace),
        Rule.LockBeforeRemoval => new RemovesWithoutLock(files, process, pace),
        Rule.RightToTakeOver => new RightForEach(files, process, pace),
        Rule.TakeOverInOneStep => new TakesOverInTwoSteps(files, process, pace),
        Rule.LookBeforeRelease => new BlindBeforeRelease(files, process, pace),
        _ => new SimulatedDisk(files, process, pace),
    };

    private static bool IsLockFile(DiskFile file) => file.Path.StartsWith($"{World.Locks}/", StringComparison.Ordinal);

    /// <summary>Says of a path that was just locked that it names what is locked.</summary>
    private sealed class BlindAfterLock(SimulatedFilesystem files, SimulatedProcess process, IPace pace) : SimulatedDisk(files, process, pace)
    {
        private DiskFile? _locked;

        public override bool TryLock(DiskFile file, LockMode mode)
        {
            bool isLocked = base.TryLock(file, mode);
            _locked = isLocked && IsLockFile(file) ? file : null;
            return isLocked;
        }

        public override void Lock(DiskFile file, LockMode mode)
        {
            base.Lock(file, mode);
            _locked = file;
        }

        public override FileStatus? Look(string path)
        {
            DiskFile? locked = _locked;
            _locked = null;
            return locked?.Path == path ? Look(locked) : base.Look(path);
        }
    }

    /// <summary>Says of a lock, once it was found to be held, that it still is.</summary>
    private sealed class BlindBeforeCommit(SimulatedFilesystem files, SimulatedProcess process, IPace pace) : RemembersClaim(files, process, pace)
    {
        private DiskFile? _locked;
        private bool _wasSeen;

        protected override bool IsBlind => true;

        public override bool TryLock(DiskFile file, LockMode mode)
        {
            bool isLocked = base.TryLock(file, mode);
            if (isLocked && IsLockFile(file))
            {
                (_locked, _wasSeen) = (file, false);
            }

            return isLocked;
        }

        public override void Lock(DiskFile file, LockMode mode)
        {
            base.Lock(file, mode);
            (_locked, _wasSeen) = (file, false);
        }

        public override FileStatus? Look(string path)
        {
            bool isBlind = _locked?.Path == path && _wasSeen;
            _wasSeen |= _locked?.Path == path;
            return isBlind ? Look(_locked!) : base.Look(path);
        }
    }

    /// <summary>Says that a lock file that is to be removed is locked.</summary>
    private sealed class RemovesWithoutLock(SimulatedFilesystem files, SimulatedProcess process, IPace pace) : SimulatedDisk(files, process, pace)
    {
        private DiskFile? _opened;

        public override DiskFile? OpenExistingLockFile(DiskDirectory directory, string name) =>
            _opened = base.OpenExistingLockFile(directory, name);

        public override bool TryLock(DiskFile file, LockMode mode) => ReferenceEquals(file, _opened) || base.TryLock(file, mode);
    }

    /// <summary>Gives each process rights of its own.</summary>
    private sealed class RightForEach(SimulatedFilesystem files, SimulatedProcess process, IPace pace) : SimulatedDisk(files, process, pace)
    {
        public override FileStatus? Look(DiskDirectory directory, string name) => base.Look(directory, Own(name));

        public override DiskFile OpenRead(DiskDirectory directory, string name) => base.OpenRead(directory, Own(name));

        public override RenameResult Link(DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to) =>
            base.Link(fromDirectory, Own(from), toDirectory, Own(to));

        public override RenameResult Rename(
            DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to, RenameMode mode) =>
            base.Rename(fromDirectory, Own(from), toDirectory, Own(to), mode);

        public override bool Remove(DiskDirectory directory, string name) => base.Remove(directory, Own(name));

        private string Own(string name) => IsRight(name) ? $"{name}.{Process.Number}" : name;
    }

    /// <summary>Removes a claim that is to be taken over, and makes it anew.</summary>
    private sealed class TakesOverInTwoSteps(SimulatedFilesystem files, SimulatedProcess process, IPace pace) : SimulatedDisk(files, process, pace)
    {
        public override RenameResult Rename(
            DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to, RenameMode mode)
        {
            if (!IsRight(from) || IsRight(to))
            {
                return base.Rename(fromDirectory, from, toDirectory, to, mode);
            }

            Remove(toDirectory, to);
            RenameResult result = Link(fromDirectory, from, toDirectory, to);
            Remove(fromDirectory, from);
            return result;
        }
    }

    /// <summary>Says of the claim, once its holder lets go of it, that it is his.</summary>
    private sealed class BlindBeforeRelease(SimulatedFilesystem files, SimulatedProcess process, IPace pace) : RemembersClaim(files, process, pace)
    {
        protected override bool IsBlind => IsReleasing;

        /// <summary>The right to one's own claim is a link to it: to look at that is to look at the claim.</summary>
        protected override bool IsBlindToRights => true;
    }

    /// <summary>Remembers the claim that its process has made, and shows it that in place of what stands there.</summary>
    private abstract class RemembersClaim(SimulatedFilesystem files, SimulatedProcess process, IPace pace) : SimulatedDisk(files, process, pace)
    {
        private string? _claim;
        private Inode? _own;

        protected abstract bool IsBlind { get; }

        protected virtual bool IsBlindToRights => false;

        public override RenameResult Link(DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to)
        {
            RenameResult result = base.Link(fromDirectory, from, toDirectory, to);
            return Keep(toDirectory, to, result);
        }

        public override RenameResult Rename(
            DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to, RenameMode mode)
        {
            RenameResult result = base.Rename(fromDirectory, from, toDirectory, to, mode);
            return Keep(toDirectory, to, result);
        }

        public override bool Touch(DiskDirectory directory, string name) => IsBlindTo(name) || base.Touch(directory, name);

        public override FileStatus? Look(DiskDirectory directory, string name) =>
            IsBlindTo(name) ? Files.Stat(_own!) : base.Look(directory, name);

        public override DiskFile OpenRead(DiskDirectory directory, string name) =>
            IsBlindTo(name) ? Open(_own!, directory.PathOf(name), canWrite: false) : base.OpenRead(directory, name);

        private bool IsBlindTo(string name) => IsBlind && _claim is not null
            && (name == _claim || (IsBlindToRights && IsRight(name) && name.StartsWith(_claim, StringComparison.Ordinal)));

        private RenameResult Keep(DiskDirectory directory, string name, RenameResult result)
        {
            if (result == RenameResult.Done && directory.PathOf(name).EndsWith(".mutx.claim", StringComparison.Ordinal))
            {
                (_claim, _own) = (name, Files.Find(directory.PathOf(name)));
            }

            return result;
        }
    }

    private static bool IsRight(string name) => name.Contains(".taken-", StringComparison.Ordinal);
}
