using Mutx.Interleavings.Tests.Disks;

namespace Mutx.Interleavings.Tests.Scheduling;

/// <summary>A step that was done, with all that it touched.</summary>
internal sealed class Event(string who, int actor, int process, Call call, int number)
{
    /// <summary>Stands for time, which is nobody's step.</summary>
    public const int Nobody = -1;

    private readonly List<Access> _accesses = new(8);

    /// <summary>Whose step it was: an index, because the same actor is another object in each run.</summary>
    public int Actor { get; } = actor;

    public Call Call { get; } = call;

    /// <summary>The how many-eth of its actor it was.</summary>
    public int Number { get; } = number;

    /// <summary>How it ended, in a word, and of which file that is said; null and 0 where there is nothing to say.</summary>
    public string? Result { get; set; }

    public int ResultNumber { get; set; }

    /// <summary>Whether others can see what it did.</summary>
    public bool Changes { get; private set; }

    /// <summary>For each actor, how many of its steps had to come before this one, itself included; the explorer's.</summary>
    public int[] Clock { get; set; } = [];

    public void Touch(ulong place, AccessKind kind)
    {
        var access = new Access(place, kind);
        if (!_accesses.Contains(access))
        {
            _accesses.Add(access);
            Changes |= kind != AccessKind.Read;
        }
    }

    /// <summary>
    /// Whether its order matters to all steps of its process: a death, say, or the end of a wait because time was up, which is
    /// seen by looking at memory that others look at as well.
    /// </summary>
    public bool MeetsAll { get; set; }

    /// <summary>
    /// Whether the order of the two matters. Threads of one process share memory, in which nobody sees them; but where one of them may
    /// find there what another has done, they signal each other, and signals are written down as what files are.
    /// </summary>
    public bool Conflicts(Event other) => (process == other.Process && (MeetsAll || other.MeetsAll)) || Conflicts(other._accesses);

    /// <summary>The number of its process.</summary>
    public int Process => process;

    private bool Conflicts(List<Access> others)
    {
        foreach (Access mine in _accesses)
        {
            foreach (Access other in others)
            {
                if (mine.Conflicts(other))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public override string ToString()
    {
        string result = Result is null ? "" : ResultNumber == 0 ? $": {Result}" : $": {Result} {ResultNumber}";
        return $"{who,-18} {Call}{result}";
    }
}
