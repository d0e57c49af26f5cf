using System.Text;
using System.Text.Unicode;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// The file <c>.mutx</c>, by which a directory says how what lies in it is locked, to everybody who uses it: a line
/// <c>lock-method = claim</c> (or kernel, or auto), and lines that begin with <c>#</c>. It speaks for its own directory
/// alone, and counts only where whoever wrote it may (<see cref="DirectoryTrust"/>). One that counts and can't be
/// understood is an error: to overlook it could let two in at once.
/// </summary>
internal static class LockPolicyFile
{
    /// <summary>The name of the file.</summary>
    public const string Name = ".mutx";

    private const string Key = "lock-method";
    private const int MaxLength = 4096;

    /// <summary>What the directory says; null if it has no such file, or one that doesn't count, or the file says nothing.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">The directory's path.</param>
    /// <param name="status">What the directory is.</param>
    /// <param name="warn">Is told of a file that doesn't count.</param>
    /// <exception cref="MutxException">There is one that counts and can't be read or understood.</exception>
    public static LockMethod? Read(Disk disk, string directory, in FileStatus status, Action<string> warn)
    {
        string path = Path.Join(directory, Name);
        if (disk.Look(path) is not { } seen)
        {
            return null;
        }

        // What doesn't count isn't opened, nor is its directory: another's file must not make anything fail.
        string? objection = DirectoryTrust.Objection(status, seen, FileKind.Regular);
        if (objection is null)
        {
            using DiskDirectory open = disk.OpenDirectory(directory);
            using DiskFile file = disk.OpenRead(open, Name);
            objection = DirectoryTrust.Objection(disk.Look(open), disk.Look(file), FileKind.Regular);
            if (objection is null)
            {
                return Parse(path, Text(disk, file) ?? throw Unclear(path, "it is no short text"));
            }
        }

        warn($"'{path}' has no effect: {objection}");
        return null;
    }

    private static LockMethod? Parse(string path, string text)
    {
        LockMethod? method = null;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace() && line.TrimStart()[0] != '#')
            {
                method = ParseLine(path, line);
            }
        }

        return method;
    }

    private static LockMethod ParseLine(string path, ReadOnlySpan<char> line)
    {
        int equals = line.IndexOf('=');
        ReadOnlySpan<char> key = (equals < 0 ? line : line[..equals]).Trim();
        if (!key.SequenceEqual(Key))
        {
            throw Unclear(path, $"'{key}' is not known, only '{Key}'");
        }

        ReadOnlySpan<char> value = equals < 0 ? "" : line[(equals + 1)..].Trim();
        return LockMethodText.TryParse(value, out LockMethod method)
            ? method
            : throw Unclear(path, $"'{Key}' is '{value}', which is none of {LockMethodText.Words}");
    }

    private static string? Text(Disk disk, DiskFile file)
    {
        var buffer = new byte[MaxLength + 1];
        int length = 0;
        int read;
        while (length < buffer.Length && (read = disk.Read(file, buffer.AsSpan(length))) > 0)
        {
            length += read;
        }

        return length <= MaxLength && Utf8.IsValid(buffer.AsSpan(0, length)) ? Encoding.UTF8.GetString(buffer, 0, length) : null;
    }

    private static MutxException Unclear(string path, string why) =>
        new(MutxError.UnclearLockMethod, $"cannot tell how to lock: '{path}' makes no sense: {why}")
        {
            Path = path,
            Hint = $"correct it, for example: echo '{Key} = claim' > {path}; or choose by FileLockOptions.Method",
        };
}
