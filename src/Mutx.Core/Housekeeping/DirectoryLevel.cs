using Mutx.Platform;

namespace Mutx.Housekeeping;

/// <summary>One directory on the way down, by its name in the one above; the root has none above.</summary>
internal sealed class DirectoryLevel(DirectoryLevel? above, string name, DiskDirectory directory, FileIdentity identity)
{
    /// <summary>How many levels are kept open at a time, however deep the tree is.</summary>
    public const int MaxOpen = 32;

    private DiskDirectory? _directory = directory;

    /// <summary>Directories in it that are still to be entered.</summary>
    public Queue<string> Pending { get; } = new();

    public DirectoryLevel? Above { get; } = above;

    public string Path { get; } = directory.Path;

    public bool IsOpen => _directory is not null;

    /// <summary>
    /// The directory, open. Where it was closed to spare descriptors it is opened again, step by step from above and
    /// never through a link; null if it isn't there any more, or another one stands in its place.
    /// </summary>
    public DiskDirectory? Open(Disk disk)
    {
        List<DirectoryLevel> closed = ClosedOnes();
        for (int i = 0; i < closed.Count; i++)
        {
            if (!closed[i].TryReopen(disk))
            {
                return null;
            }

            if (i >= MaxOpen)
            {
                closed[i - MaxOpen].Close();
            }
        }

        return _directory;
    }

    /// <summary>Closes it for the time being.</summary>
    public void Close()
    {
        _directory?.Dispose();
        _directory = null;
    }

    /// <summary>Closes it and all above it.</summary>
    public void CloseAll()
    {
        for (DirectoryLevel? level = this; level is not null; level = level.Above)
        {
            level.Close();
        }
    }

    private string Name { get; } = name;

    private FileIdentity Identity { get; } = identity;

    private bool TryReopen(Disk disk)
    {
        DiskDirectory? opened = Above is null ? disk.OpenDirectory(Path) : disk.OpenSubdirectory(Above._directory!, Name);
        try
        {
            if (opened is not null && disk.Look(opened).Identity == Identity)
            {
                (_directory, opened) = (opened, null);
            }
        }
        finally
        {
            opened?.Dispose();
        }

        return IsOpen;
    }

    /// <summary>Those on the way down to here that are closed, the uppermost first.</summary>
    private List<DirectoryLevel> ClosedOnes()
    {
        var closed = new List<DirectoryLevel>();
        for (DirectoryLevel? level = this; level is { _directory: null }; level = level.Above)
        {
            closed.Add(level);
        }

        closed.Reverse();
        return closed;
    }
}
