using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// The file <c>.mutx</c>, by which a directory says how what lies in it is locked, to everybody who can see it: a line
/// <c>lock-method = claim</c> (or kernel, or auto), and lines that begin with <c>#</c>. It speaks for its own directory
/// alone. One that can't be understood is an error: to overlook it could let two in at once.
/// </summary>
internal static class LockPolicyFile
{
    /// <summary>The name of the file.</summary>
    public const string Name = ".mutx";

    private const string Key = "lock-method";
    private const int MaxLength = 4096;

    /// <summary>What the directory says; null if it has no such file, or the file says nothing.</summary>
    /// <exception cref="MutxException">There is one that can't be read or understood.</exception>
    public static LockMethod? Read(Disk disk, string directory)
    {
        string path = Path.Join(directory, Name);
        if (disk.Look(path) is not { Kind: FileKind.Regular })
        {
            return null;
        }

        using DiskDirectory open = disk.OpenDirectory(directory);
        string text = TextFile.TryRead(disk, open, Name, MaxLength) ?? throw Unclear(path, "it can't be read as a short text");
        LockMethod? method = null;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace() && line.TrimStart()[0] != '#')
            {
                method = Parse(line) ?? throw Unclear(path, $"'{line.Trim()}' is not '{Key} = ' and one of {LockMethodText.Words}");
            }
        }

        return method;
    }

    private static LockMethod? Parse(ReadOnlySpan<char> line)
    {
        int equals = line.IndexOf('=');
        return equals > 0 && line[..equals].Trim().SequenceEqual(Key)
            && LockMethodText.TryParse(line[(equals + 1)..].Trim(), out LockMethod method)
            ? method
            : null;
    }

    private static MutxException Unclear(string path, string why) =>
        new(MutxError.UnclearLockMethod, $"cannot tell how to lock: '{path}' makes no sense: {why}")
        {
            Path = path,
            Hint = $"correct it, for example: echo '{Key} = claim' > {path}; or choose by FileLockOptions.Method",
        };
}
