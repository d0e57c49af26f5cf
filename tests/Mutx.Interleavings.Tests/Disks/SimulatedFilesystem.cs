using Mutx.Platform;

namespace Mutx.Interleavings.Tests.Disks;

/// <summary>
/// Files in memory by the rules of Linux, each method one system call that fails by an error number. It tells
/// <see cref="Touched"/> of every place that a call reads or changes, so that the explorer knows which calls can be swapped.
/// </summary>
internal sealed partial class SimulatedFilesystem
{
    private const int MaxLinks = 40;
    private const UnixFileMode DirectoryMode = (UnixFileMode)0b111_101_101;

    private readonly SimulatedClock _clock;

    public SimulatedFilesystem(SimulatedClock clock)
    {
        _clock = clock;
        Root = new Inode(2, FileKind.Directory, DirectoryMode) { Links = 2, Modified = clock.Now, Changed = clock.Now };
        MakeDirectory("/dev");
        var device = new Inode(3, FileKind.CharacterDevice, (UnixFileMode)0b110_110_110) { Links = 1, Modified = clock.Now, Changed = clock.Now };
        Find("/dev")!.Entries.Add("null", device);
    }

    public Inode Root { get; }

    public DateTimeOffset Now => _clock.Now;

    /// <summary>
    /// Whether a file's status tells how many names it has and when they changed. Where nobody asks for it, steps that change names don't
    /// depend on steps that look.
    /// </summary>
    public bool TellsOfLinks { get; set; } = true;

    /// <summary>Is told of each place that a call touches; nobody.</summary>
    public Action<ulong, AccessKind>? Touched { get; set; }

    /// <summary>Is told of each name that comes to stand for another file; nobody.</summary>
    public Action<Inode, string, Inode>? Named { get; set; }

    /// <summary>Is told of each name that is removed, and of which file; nobody.</summary>
    public Action<Inode, string, Inode>? Unnamed { get; set; }

    /// <summary>What stands behind a path, for tests that look on: nobody is told.</summary>
    public Inode? Find(string path)
    {
        Action<ulong, AccessKind>? told = Touched;
        Touched = null;
        int errno = Walk(path, follow: false, out _, out _, out Inode? found);
        Touched = told;
        return errno == 0 ? found : null;
    }

    /// <summary>Makes a directory and what is missing above it, before anybody acts.</summary>
    public Inode MakeDirectory(string path)
    {
        string at = "";
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at += $"/{name}";
            CreateDirectory(at, DirectoryMode, () => NextNumber++);
        }

        return Find(path)!;
    }

    /// <summary>For files that are made before anybody acts. A process numbers those it makes by itself, so that no order shows in them.</summary>
    public int NextNumber { get; set; } = 10;

    /// <summary>Follows a path to the directory of its last name, and what stands behind that; null if nothing does.</summary>
    public int Walk(string path, bool follow, out Inode directory, out string name, out Inode? found)
    {
        directory = found = Root;
        name = "";
        var rest = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        int links = 0;
        while (rest.TryPop(out string? part))
        {
            if (found is null)
            {
                return Errno.ENOENT;
            }

            if (found.Kind != FileKind.Directory)
            {
                return Errno.ENOTDIR;
            }

            (directory, name) = (found, part);
            found = part == "." ? found : part == ".." ? found.Parent ?? Root : Lookup(found, part);
            if (found is { Kind: FileKind.SymbolicLink } link && (rest.Count > 0 || follow))
            {
                if (++links > MaxLinks)
                {
                    return Errno.ELOOP;
                }

                found = link.LinkTarget.StartsWith('/') ? Root : directory;
                foreach (string each in link.LinkTarget.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                {
                    rest.Push(each);
                }
            }
        }

        return 0;
    }

    public Inode? Lookup(Inode directory, string name)
    {
        Touch(Access.Entry(directory, name), AccessKind.Read);
        return directory.Entries.GetValueOrDefault(name);
    }

    /// <summary>The absolute path of a directory, by the names it has.</summary>
    public static string PathOf(Inode directory)
    {
        string path = "";
        for (Inode at = directory; at.Parent is { } parent; at = parent)
        {
            path = $"/{parent.Entries.Keys[parent.Entries.IndexOfValue(at)]}{path}";
        }

        return path.Length == 0 ? "/" : path;
    }

    public int CreateDirectory(string path, UnixFileMode mode, Func<int> number)
    {
        int errno = Walk(path, follow: false, out Inode parent, out string name, out Inode? found);
        if (errno != 0 || found is not null)
        {
            return errno != 0 ? errno : Errno.EEXIST;
        }

        Enter(parent, name, new Inode(number(), FileKind.Directory, mode)
        {
            Parent = parent,
            Links = 1,
            Modified = _clock.Now,
            Changed = _clock.Now,
        });
        return 0;
    }

    /// <summary>A new file without a name.</summary>
    public Inode CreateUnnamed(int number, UnixFileMode mode) => new(number, FileKind.Regular, mode)
    {
        AwaitsName = true,
        Modified = _clock.Now,
        Changed = _clock.Now,
    };

    public int Create(Inode directory, string name, int number, UnixFileMode mode, out Inode? created)
    {
        created = null;
        if (Lookup(directory, name) is not null)
        {
            return Errno.EEXIST;
        }

        created = CreateUnnamed(number, mode);
        created.AwaitsName = false;
        Enter(directory, name, created);
        return 0;
    }

    public int CreateSymbolicLink(Inode directory, string name, int number, string target)
    {
        if (Lookup(directory, name) is not null)
        {
            return Errno.EEXIST;
        }

        Enter(directory, name, new Inode(number, FileKind.SymbolicLink, (UnixFileMode)0b111_111_111)
        {
            LinkTarget = target,
            Modified = _clock.Now,
            Changed = _clock.Now,
        });
        return 0;
    }

    /// <summary>Link counts and times of directories stand still: nothing here asks for them, and so names in one don't depend on each other.</summary>
    private void Enter(Inode directory, string name, Inode inode)
    {
        Touch(Access.Entry(directory, name), AccessKind.Write);
        Touch(Access.Names(directory), AccessKind.Change);
        directory.Entries[name] = inode;
        Relink(inode, +1);
        Named?.Invoke(directory, name, inode);
    }

    /// <summary>What has no name yet is its maker's alone.</summary>
    private void Touch(Inode inode, ulong place, AccessKind kind)
    {
        if (!inode.AwaitsName)
        {
            Touch(place, kind);
        }
    }

    private void Relink(Inode inode, int by)
    {
        inode.Links = (uint)(inode.Links + by);
        if (TellsOfLinks)
        {
            Touch(Access.Status(inode), AccessKind.Write);
            inode.Changed = _clock.Now;
        }
    }

    private void Touch(ulong place, AccessKind kind) => Touched?.Invoke(place, kind);
}
