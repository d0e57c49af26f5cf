using System.Text;
using Mutx.Interleavings.Tests.Disks;
using Mutx.Interleavings.Tests.Scheduling;
using Mutx.Primitives;

namespace Mutx.Interleavings.Tests.Scenarios;

/// <summary>
/// What must hold in every run, whatever its schedule: never two holders, no acknowledged content lost, nothing torn, no foreign file
/// touched, everything free in the end. The actors say what they believe; the disk says what is so.
/// </summary>
internal sealed class Invariants
{
    private readonly World _world;
    private readonly bool _allowsSleepAfterLook;
    private readonly List<Holder> _holders = [];
    private readonly Dictionary<string, FileHistory> _histories = [];
    private readonly Dictionary<string, (Inode File, byte[] Content)> _foreign = [];

    public Invariants(World world, Rule without)
    {
        _world = world;
        _allowsSleepAfterLook = without != Rule.NoSleepAfterTheLastLook;
        world.Files.Named = Named;
        world.Files.Unnamed = Unnamed;
    }

    /// <summary>The file that is the claim; null where kernel locks exclude.</summary>
    public string? Claim { get; set; }

    /// <summary>How long one holds who does nothing to keep it; for ever.</summary>
    public TimeSpan HoldsFor { get; set; } = TimeSpan.MaxValue;

    /// <summary>A file of somebody else's: it must be in the end what it was in the beginning.</summary>
    public void PutForeign(string path, string content)
    {
        Inode file = _world.Put(path, content);
        _foreign.Add(path, (file, file.Content));
    }

    /// <summary>A file whose versions are written down, and of which none may be torn or lost.</summary>
    public FileHistory Follow(string path, string content)
    {
        var history = new FileHistory(_world.Put(path, content).Content);
        _histories.Add(path, history);
        return history;
    }

    public FileHistory HistoryOf(string path) => _histories[path];

    /// <summary>Somebody has acquired a lock, as he believes.</summary>
    public void Acquired(SimulatedProcess process, string resource, LockMode mode = LockMode.Exclusive)
    {
        _world.Scheduler.Touch(Access.Note(resource), AccessKind.Write);
        var holder = new Holder(process, resource, mode, _world.Clock.Now) { IsOvertaken = IsTooLate(process) };
        _holders.Add(holder);
        if (!holder.IsOvertaken)
        {
            RefuseOthers(holder);
        }
    }

    /// <summary>Somebody does what the lock protects.</summary>
    public void Guarded(SimulatedProcess process, string resource)
    {
        _world.Scheduler.Touch(Access.Note(resource), AccessKind.Read);
        if (!_holders.Exists(each => each.Process == process && each.Resource == resource && each.IsOvertaken))
        {
            return;
        }

        FailUnlessBeyondLimit(process, $"two holders of {resource}: {process.Name} goes on although it was overtaken");
    }

    /// <summary>Somebody is about to give a lock back.</summary>
    public void Released(SimulatedProcess process, string resource)
    {
        _world.Scheduler.Touch(Access.Note(resource), AccessKind.Write);
        _holders.RemoveAll(each => each.Process == process && each.Resource == resource);
    }

    /// <summary>Somebody has found that it lost a lock.</summary>
    public void Lost(SimulatedProcess process, string resource)
    {
        if (!process.HasSlept)
        {
            _world.Scheduler.Fail($"{process.Name} lost {resource} although it never slept");
        }

        Released(process, resource);
    }

    /// <summary>After all have ended: nobody holds a kernel lock any more.</summary>
    public void CheckLocks()
    {
        foreach (OpenFile open in _world.Scheduler.Processes.SelectMany(each => each.OpenFiles)
            .Where(each => each.Held is not null && !each.Path.StartsWith(World.Own, StringComparison.Ordinal)))
        {
            _world.Scheduler.Fail($"the lock on {open.Path} is still held");
        }
    }

    /// <summary>After the sweep: what isn't ours is as it was, and what was promised is there.</summary>
    public void CheckFiles()
    {
        foreach ((string path, (Inode file, byte[] content)) in _foreign)
        {
            if (_world.Files.Find(path) != file || !file.Content.AsSpan().SequenceEqual(content))
            {
                _world.Scheduler.Fail($"{path} is somebody else's, and was touched");
            }
        }

        foreach ((string path, FileHistory history) in _histories)
        {
            if (history.Problem(_world, path) is { } problem)
            {
                _world.Scheduler.Fail($"{path}: {problem}");
            }
        }
    }

    /// <summary>One who was stopped while he acquired a claim may be overtaken before he knows that he has it; he has to find out.</summary>
    private bool IsTooLate(SimulatedProcess process) =>
        process.HasSlept && Claim is not null && (_world.Files.Find(Claim) is not { } file || !process.Made(file));

    private void RefuseOthers(Holder holder)
    {
        foreach (Holder other in _holders.Where(each => each != holder && each.Resource == holder.Resource && !each.Process.IsDead))
        {
            if (other.Process.HasSlept || _world.Clock.Now - other.Since >= HoldsFor)
            {
                // Overtaken, as may be; what counts is that it finds out.
                other.IsOvertaken = true;
            }
            else if (holder.Mode == LockMode.Exclusive || other.Mode == LockMode.Exclusive)
            {
                _world.Scheduler.Fail($"two holders of {holder.Resource}: {other.Process.Name} and {holder.Process.Name}");
            }
        }
    }

    private void FailUnlessBeyondLimit(SimulatedProcess process, string what)
    {
        if (_allowsSleepAfterLook && HasSleptSinceLook(process))
        {
            _world.Scheduler.ReachLimit();
        }
        else
        {
            _world.Scheduler.Fail(what);
        }
    }

    /// <summary>
    /// Whether it was stopped after the thread that acts looked at the claim for the last time (what another thread of it has seen since
    /// doesn't help this one); the step that is being done doesn't count.
    /// </summary>
    private bool HasSleptSinceLook(SimulatedProcess process)
    {
        int self = Actor.Current!.Index;
        foreach (Event step in _world.Scheduler.Steps.Reverse().Skip(1).Where(each => each.Process == process.Number))
        {
            if (step.Call.Step.StartsWith('('))
            {
                return true;
            }

            if (step.Actor == self && Claim is not null && step.Call.IsOn(Claim) && step.Call.Step is "stat" or "open" or "read")
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>A file is replaced: with the claim in another's hands only by who was stopped after his last look.</summary>
    private void Named(Inode directory, string name, Inode file)
    {
        if (Actor.Current is not { } actor
            || !_histories.TryGetValue(Path.Join(SimulatedFilesystem.PathOf(directory), name), out FileHistory? history))
        {
            return;
        }

        string? problem = history.Add(actor.Process.Name, file.Content);
        if (_allowsSleepAfterLook && IsTooLate(actor.Process) && HasSleptSinceLook(actor.Process))
        {
            _world.Scheduler.ReachLimit();
        }
        else if (problem is not null)
        {
            FailUnlessBeyondLimit(actor.Process, $"{name}: {problem}: {Encoding.UTF8.GetString(file.Content)}");
        }
    }

    /// <summary>A claim is removed: another's only by who was stopped after his last look.</summary>
    private void Unnamed(Inode directory, string name, Inode file)
    {
        if (Actor.Current is not { } actor || Claim != Path.Join(SimulatedFilesystem.PathOf(directory), name) || actor.Process.Made(file))
        {
            return;
        }

        if (_allowsSleepAfterLook && HasSleptSinceLook(actor.Process))
        {
            _world.Scheduler.ReachLimit();
        }
        else if (_holders.Find(each => each.Process.Made(file) && Counts(each)) is { } holder)
        {
            _world.Scheduler.Fail($"{actor.Name} removes the claim of {holder.Process.Name}");
        }
    }

    /// <summary>Whether nobody may take a holder for gone.</summary>
    private bool Counts(Holder holder) =>
        !holder.Process.IsDead && !holder.Process.HasSlept && !holder.IsOvertaken && _world.Clock.Now - holder.Since < HoldsFor;

    private sealed class Holder(SimulatedProcess process, string resource, LockMode mode, DateTimeOffset since)
    {
        public SimulatedProcess Process { get; } = process;

        public string Resource { get; } = resource;

        public LockMode Mode { get; } = mode;

        public DateTimeOffset Since { get; } = since;

        public bool IsOvertaken { get; set; }
    }
}
