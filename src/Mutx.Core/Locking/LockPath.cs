using System.Text;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// Which lock file protects a resource. The name is <c>{initials}{parent}.{file}.{hash}.lock</c>: the initials of up to
/// three directories above the parent, the parent, the file, and eight digits of the SHA-256 of the whole canonical
/// path, so that a person recognises the file and two paths never share one. The name is a contract between versions,
/// and with the Rust program of the same name.
/// </summary>
internal static class LockPath
{
    /// <summary>How every lock file's name ends.</summary>
    public const string Extension = ".lock";

    private const int MaxNameBytes = 255;
    private const int HashDigits = 8;
    private const int MaxInitials = 3;

    /// <summary>The absolute path of the lock file for a resource.</summary>
    public static string For(Disk disk, string resource, FileLockOptions options)
    {
        if (options.LockFile is null)
        {
            return Path.Join(DirectoryFor(options), NameFor(ResolvedPath.Resolve(disk, resource).FullPath));
        }

        (string parent, string name) = ResolvedPath.Split(options.LockFile);
        if (ResolvedPath.IsDirectoryName(name) || Path.EndsInDirectorySeparator(options.LockFile))
        {
            throw new MutxException(
                MutxError.UnusableLockFile, $"cannot use '{options.LockFile}' as a lock file: it names a directory")
            {
                Path = options.LockFile,
                Hint = "name a file in it",
            };
        }

        try
        {
            return Path.Join(disk.ResolveDirectory(parent), name);
        }
        catch (MutxException e) when (e.Error is MutxError.NotFound or MutxError.NotADirectory)
        {
            throw ResolvedPath.MissingParent(e, parent, options.LockFile);
        }
    }

    /// <summary>The directory that derived lock files lie in; it need not exist yet.</summary>
    public static string DirectoryFor(FileLockOptions options)
    {
        string? chosen = options.Directory ?? HostEnvironment.LockDirectory;
        if (chosen is not null)
        {
            return Path.GetFullPath(chosen);
        }

        string cache = HostEnvironment.CacheDirectory ?? throw new MutxException(
            MutxError.NoLockDirectory, "there is no place for lock files: no home directory is set")
        {
            Hint = "set MUTX_LOCK_DIR or HOME, or use --lock-dir DIR",
        };
        return Path.Join(cache, "mutx", "locks");
    }

    /// <summary>The name of the lock file for a canonical absolute path.</summary>
    public static string NameFor(string canonicalPath)
    {
        string file = Path.GetFileName(canonicalPath);
        string directory = Path.GetDirectoryName(canonicalPath) ?? canonicalPath;
        string parent = Path.GetFileName(directory);
        string initials = Initials(Path.GetDirectoryName(directory));
        string hash = Sha256.Hex(Encoding.UTF8.GetBytes(canonicalPath))[..HashDigits];
        if (parent.Length == 0)
        {
            parent = "root";
        }

        int excess = Encoding.UTF8.GetByteCount($"{initials}{parent}.{file}.{hash}{Extension}") - MaxNameBytes;
        parent = Cut(parent, ref excess);
        file = Cut(file, ref excess);
        return $"{initials}{parent}.{file}.{hash}{Extension}";
    }

    /// <summary>Initials of the nearest three directories, the outermost first; those that aren't letters or digits count but don't show.</summary>
    private static string Initials(string? directory)
    {
        string initials = "";
        for (int i = 0; i < MaxInitials && directory is not null; i++)
        {
            string name = Path.GetFileName(directory);
            if (name.Length > 0 && Rune.TryGetRuneAt(name, 0, out Rune first) && Rune.IsLetterOrDigit(first))
            {
                initials = $"{Rune.ToLowerInvariant(first)}.{initials}";
            }

            directory = Path.GetDirectoryName(directory);
        }

        return initials;
    }

    /// <summary>Cuts whole characters off the end until nothing is in excess or nothing is left.</summary>
    private static string Cut(string text, ref int excess)
    {
        int length = text.Length;
        while (excess > 0 && length > 0)
        {
            Rune.DecodeLastFromUtf16(text.AsSpan(0, length), out Rune last, out int chars);
            length -= chars;
            excess -= last.Utf8SequenceLength;
        }

        return text[..length];
    }
}
