namespace Mutx.Interleavings.Tests.Disks;

/// <summary>How a step touches a place. Two steps depend on each other if the order of any two of their touches of one place matters.</summary>
internal enum AccessKind
{
    Read,

    /// <summary>A change of which any number may come in any order (names put into one directory); not before or after a read, though.</summary>
    Change,

    Write,
}

/// <summary>One touch of one place. A place is a number, so that comparing is cheap; two places that share one only cost time.</summary>
internal readonly record struct Access(ulong Place, AccessKind Kind)
{
    private const int KindBits = 60;
    private const int NumberBits = 32;

    public static ulong Entry(Inode directory, string name) => Of(1, directory.Number, Hash(name));

    public static ulong Names(Inode directory) => Of(2, directory.Number, 0);

    public static ulong Status(Inode inode) => Of(3, inode.Number, 0);

    public static ulong Content(Inode inode) => Of(4, inode.Number, 0);

    public static ulong Lock(Inode inode) => Of(5, inode.Number, 0);

    public static ulong Process(int processId) => Of(6, processId, 0);

    /// <summary>A signal between threads of a process.</summary>
    public static ulong Signal(int processId, int number) => Of(8, processId, (uint)number);

    /// <summary>What the invariants note of a resource: no file, but its order matters to them.</summary>
    public static ulong Note(string resource) => Of(7, 0, Hash(resource));

    public bool Conflicts(in Access other) => Place == other.Place && (Kind != other.Kind || Kind == AccessKind.Write);

    private static ulong Of(ulong kind, int number, uint hash) => (kind << KindBits) | ((ulong)(uint)number << NumberBits) | hash;

    // FNV-1a: the same in every run, unlike the runtime's.
    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char each in text)
        {
            hash = (hash ^ each) * 16777619;
        }

        return hash;
    }
}
