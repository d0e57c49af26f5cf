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

    /// <summary>What the name of a turnstile has more than its lock file's.</summary>
    public const string TurnExtension = ".turn";

    private const int HashDigits = 8;
    private const int MaxInitials = 3;

    /// <summary>The absolute path of the lock file for a resource.</summary>
    public static string For(Disk disk, string resource, FileLockOptions options) =>
        For(disk, Anchor(disk, BoundPath.ForNow(resource), options), options);

    /// <summary>The absolute path of the lock file for an anchor.</summary>
    public static string For(Disk disk, in ResolvedPath anchor, FileLockOptions options) =>
        options.LockFile is null ? Path.Join(LockDirectory.Of(disk, options), NameFor(anchor.FullPath)) : anchor.FullPath;

    /// <summary>
    /// What a lock hangs on: the resource, or the lock file where one was named. It decides the name of a lock file and
    /// the place of a claim.
    /// </summary>
    public static ResolvedPath Anchor(Disk disk, BoundPath resource, FileLockOptions options)
    {
        if (options.BoundLockFile is not { } lockFile)
        {
            return ResolvedPath.Resolve(disk, resource);
        }

        (BoundPath parent, string name) = lockFile.Split();
        if (ResolvedPath.IsDirectoryName(name) || Path.EndsInDirectorySeparator(lockFile.Shown))
        {
            throw new MutxException(
                MutxError.UnusableLockFile, $"cannot use '{lockFile.Shown}' as a lock file: it names a directory")
            {
                Path = lockFile.Shown,
                Hint = "name a file in it",
            };
        }

        try
        {
            return new ResolvedPath(disk.ResolveDirectory(parent), name);
        }
        catch (MutxException e) when (e.Error is MutxError.NotFound or MutxError.NotADirectory)
        {
            throw ResolvedPath.MissingParent(e, parent.Shown, lockFile.Shown);
        }
    }

    /// <summary>The absolute path of the lock file for a name that is no path.</summary>
    public static string ForName(Disk disk, string name, FileLockOptions options) =>
        options.LockFile is not null ? For(disk, name, options)
        : Path.Join(LockDirectory.Of(disk, options), Assemble("", "name", Readable(name), HashOf($"name:{name}")));

    /// <summary>The lock file for one record of a resource; it lies beside that of the resource.</summary>
    public static string ForRecord(string resourceLockFile, string record)
    {
        string file = Path.GetFileName(resourceLockFile);
        string resource = file.EndsWith(Extension, StringComparison.Ordinal) ? file[..^Extension.Length] : file;
        string name = Assemble("", resource, Readable(record), HashOf($"{file}\0{record}"));
        return Path.Join(Path.GetDirectoryName(resourceLockFile), name);
    }

    /// <summary>The turnstile of a lock file; it lies beside it.</summary>
    public static string TurnOf(string lockFile)
    {
        string file = Path.GetFileName(lockFile);
        return FileName.Fits(file + TurnExtension)
            ? lockFile + TurnExtension
            : Path.Join(Path.GetDirectoryName(lockFile), HashOf(file) + Extension + TurnExtension);
    }

    /// <summary>The name of the lock file for a canonical absolute path.</summary>
    public static string NameFor(string canonicalPath)
    {
        string file = Path.GetFileName(canonicalPath);
        string directory = Path.GetDirectoryName(canonicalPath) ?? canonicalPath;
        string parent = Path.GetFileName(directory);
        string initials = Initials(Path.GetDirectoryName(directory));
        return Assemble(initials, parent.Length == 0 ? "root" : parent, file, HashOf(canonicalPath));
    }

    /// <summary>Puts a name together; where it is too long, what comes first is cut first, and the hash stays.</summary>
    private static string Assemble(string initials, string parent, string file, string hash)
    {
        // Plain concatenation: an interpolation of so many parts takes a pool's buffer, and the first of those asks the kernel for randomness.
        string end = string.Concat(".", hash, Extension);
        parent = FileName.Fit(parent, Encoding.UTF8.GetByteCount(string.Concat(initials, ".", file, end)));
        file = FileName.Fit(file, Encoding.UTF8.GetByteCount(string.Concat(initials, parent, ".", end)));
        return string.Concat(string.Concat(initials, parent, "."), file, end);
    }

    private static string HashOf(string text) => Sha256.Hex(Encoding.UTF8.GetBytes(text))[..HashDigits];

    /// <summary>A text as part of a file's name: what isn't a letter, a digit or one of <c>. - _</c> becomes an underscore.</summary>
    private static string Readable(string text)
    {
        var readable = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            readable.Append(Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '-' ? rune.ToString() : "_");
        }

        return readable.ToString();
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
                initials = Lower(first).ToString() + "." + initials;
            }

            directory = Path.GetDirectoryName(directory);
        }

        return initials;
    }

    /// <summary>A to Z alone: what other letters become depends on the tables that a program was built with.</summary>
    private static Rune Lower(Rune rune) => rune.IsAscii ? Rune.ToLowerInvariant(rune) : rune;
}
