using System.Globalization;
using System.Text;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Interleavings.Tests.Contract;

/// <summary>Plays moves on a disk and says what each brought, in words that are the same on every disk that keeps the contract.</summary>
internal sealed class Player : IDisposable
{
    private static readonly UnixFileMode[] Modes = [Octal("600"), Octal("644"), Octal("640"), Octal("755"), Octal("4755"), Octal("2755"), Octal("2745")];

    private readonly Disk _disk;
    private readonly string _root;
    private readonly DiskDirectory _directory;
    private readonly DiskFile?[] _files = new DiskFile?[Move.Slots];
    private readonly List<DiskFile> _kept = [];
    private readonly List<FileIdentity> _seen = [];

    public Player(Disk disk, string root)
    {
        _disk = disk;
        _root = root;
        _directory = disk.OpenDirectory(root);
    }

    public string Play(Move move)
    {
        try
        {
            return Names(move) ?? Files(move) ?? Locks(move) ?? throw new ArgumentOutOfRangeException(nameof(move), move.Step, null);
        }
        catch (MutxException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{e.Error} {e.NativeError}");
        }
    }

    public FileStatus? Look(string name) => _disk.Look(_directory, name);

    /// <summary>Gives the symbolic links one more name each, out of the way: see <see cref="Keep"/>.</summary>
    public void KeepLinks()
    {
        using DiskDirectory away = _disk.OpenDirectory(Path.Join(_root, "sub"));
        foreach (string name in Move.Links)
        {
            Assert.Equal(RenameResult.Done, _disk.Link(_directory, name, away, $"kept {name}"));
        }
    }

    public void Dispose()
    {
        foreach (DiskFile? file in _files.Concat(_kept))
        {
            file?.Dispose();
        }

        _directory.Dispose();
    }

    private static UnixFileMode Octal(string digits) => (UnixFileMode)Convert.ToInt32(digits, 8);

    private string? Names(Move move) => move.Step switch
    {
        "create" => Keep(move, _disk.CreateNew(_directory, move.Name, Modes[move.Number % 3])),
        "create unnamed" => Keep(move, _disk.CreateUnnamed(_directory, Modes[move.Number % 3])),
        "name" => With(move, file => _disk.NameUnnamed(file, _directory, move.Name).ToString()),
        "link" => _disk.Link(_directory, move.Name, _directory, move.OtherName).ToString(),
        "rename" => Rename(move, RenameMode.Replace),
        "rename if free" => Rename(move, RenameMode.NoReplace),
        "exchange" => Rename(move, RenameMode.Exchange),
        "remove" => _disk.Remove(_directory, move.Name).ToString(),
        "look" => Say(_disk.Look(_directory, move.Name)),
        "look at path" => Say(_disk.Look(Path.Join(_root, move.Name, move.Number % 4 == 0 ? move.OtherName : ""))),
        "look through" => Say(_disk.LookThrough(Path.Join(_root, move.Name, move.Number % 4 == 0 ? move.OtherName : ""))),
        "list" => List(),
        "open directory" => Directory(_disk.OpenDirectory(Path.Join(_root, move.Name))),
        "open subdirectory" => Directory(_disk.OpenSubdirectory(_directory, move.Name)),
        "make directory" => Do(() => _disk.CreateDirectory(Path.Join(_root, "sub", move.Name), Octal("755"))),
        "resolve" => _disk.ResolveDirectory(Path.Join(_root, move.Name, move.Number % 3 == 0 ? ".." : ""))[_root.Length..],
        "read link" => _disk.ReadLink(_directory, move.Name),
        _ => null,
    };

    private string? Files(Move move) => move.Step switch
    {
        "look at file" => With(move, file => Say(_disk.Look(file))),
        "open" => Keep(move, _disk.OpenRead(_directory, move.Name)),
        "open path" => Keep(move, _disk.TryOpenRead(Path.Join(_root, move.Name))),
        "open input" => Keep(move, _disk.OpenInput(Path.Join(_root, move.Name), (SymbolicLinks)(move.Number % 2))),
        "reopen" => With(move, file => Keep(move, _disk.Reopen(file))),
        "read" => With(move, Read),
        "write" => With(move, file => Do(() => _disk.Write(file, Encoding.UTF8.GetBytes($"{move.Number};")))),
        "rewind" => With(move, file => Do(() => _disk.Rewind(file))),
        "copy" => WithTwo(move, (from, to) => _disk.CopyRange(from, to, move.Number % 10)?.ToString(CultureInfo.InvariantCulture) ?? "null"),
        "set mode" => WithRegular(move, file => Do(() => _disk.SetMode(file, Modes[move.Number % Modes.Length]))),
        "set owner" => WithRegular(move, file => _disk.TrySetOwner(file, _disk.Look(file).Owner, _disk.Look(file).Group).ToString()),
        "copy attributes" => WithRegular(move, file => _disk.CopyAttributes(_directory, move.Name, file, AttributeCopy.WithAccessList).ToString()),
        "get attribute" => _disk.ReadAttribute(_directory, move.Name, $"user.test{move.Number % 2}") is { } value ? Encoding.UTF8.GetString(value) : "null",
        "set attribute" => _disk.TryWriteAttribute(_directory, move.Name, $"user.test{move.Number % 2}", $"{move.Number}").ToString(),
        "set attribute of a file" => WithRegular(move, file => _disk.TrySetAttribute(file, $"user.test{move.Number % 2}", Encoding.UTF8.GetBytes($"{move.Number}")).ToString()),
        "touch" => _disk.Touch(_directory, move.Name).ToString(),
        "copy time" => WithTwo(move, (from, to) => Do(() => _disk.CopyModificationTime(from, to))),
        "sync" => With(move, file => Do(() => _disk.Sync(file))),
        "sync directory" => _disk.SyncDirectory(_directory).ToString(),
        "sync named" => Do(() => _disk.SyncNamed(_directory, move.Name)),
        _ => null,
    };

    private string? Locks(Move move) => move.Step switch
    {
        "open lock file" => Keep(move, _disk.OpenLockFile(Path.Join(_root, move.Name), (SymbolicLinks)(move.Number % 2))),
        "open existing lock file" => Keep(move, _disk.OpenExistingLockFile(_directory, move.Name)),
        "try exclusive" => With(move, file => _disk.TryLock(file, LockMode.Exclusive).ToString()),
        "try shared" => With(move, file => _disk.TryLock(file, LockMode.Shared).ToString()),
        "lock exclusive" => With(move, file => Do(() => _disk.Lock(file, LockMode.Exclusive))),
        "lock shared" => With(move, file => Do(() => _disk.Lock(file, LockMode.Shared))),
        "unlock" => With(move, file => Do(() => _disk.Unlock(file))),
        "downgrade" => With(move, file => _disk.TryDowngrade(file).ToString()),
        "close" => Do(() =>
        {
            _files[move.File]?.Dispose();
            _files[move.File] = null;
        }),
        _ => null,
    };

    private static string Do(Action step)
    {
        step();
        return "done";
    }

    private string With(Move move, Func<DiskFile, string> step) => _files[move.File] is { } file ? step(file) : "no file";

    private string WithRegular(Move move, Func<DiskFile, string> step) =>
        With(move, file => _disk.Look(file).Kind == FileKind.Regular ? step(file) : "no regular file");

    /// <summary>Two open files that aren't the same one: copying a file over itself has rules of its own, and nobody does it.</summary>
    private string WithTwo(Move move, Func<DiskFile, DiskFile, string> step) =>
        _files[move.File] is { } from && _files[move.Other] is { } to
        && _disk.Look(from) is { Kind: FileKind.Regular } one && _disk.Look(to) is { Kind: FileKind.Regular } two && one.Identity != two.Identity
            ? step(from, to)
            : "no two files";

    /// <summary>The file takes a slot. One more open file keeps its number from being used again, as the simulated disk never does.</summary>
    private string Keep(Move move, DiskFile? file)
    {
        if (file is null)
        {
            return "null";
        }

        _files[move.File]?.Dispose();
        _files[move.File] = file;
        _kept.Add(_disk.Reopen(file));
        return Say(_disk.Look(file));
    }

    private string Directory(DiskDirectory? directory)
    {
        using (directory)
        {
            return directory is null ? "null" : Say(_disk.Look(directory));
        }
    }

    /// <summary>Directories are left where they are: nothing here renames any.</summary>
    private string Rename(Move move, RenameMode mode) =>
        _disk.Look(_directory, move.Name)?.Kind == FileKind.Directory || (mode == RenameMode.Exchange && move.OtherName is "sub" or "folder")
            ? "a directory"
            : _disk.Rename(_directory, move.Name, _directory, move.OtherName, mode).ToString();

    private string List()
    {
        var names = new List<string>();
        _disk.List(_directory, (name, kind) => names.Add($"{name}:{kind}"));
        return string.Join(' ', names.Order(StringComparer.Ordinal));
    }

    private string Read(DiskFile file)
    {
        var buffer = new byte[7];
        int length = _disk.Read(file, buffer);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    /// <summary>A status in words: files by the order in which they were first seen, times left out.</summary>
    private string Say(FileStatus? status)
    {
        if (status is not { } seen)
        {
            return "null";
        }

        if (!_seen.Contains(seen.Identity))
        {
            _seen.Add(seen.Identity);
        }

        string mode = Convert.ToString((int)seen.Mode, 8);
        return seen.Kind == FileKind.Directory
            ? $"{seen.Kind} {_seen.IndexOf(seen.Identity)} {mode}"
            : $"{seen.Kind} {_seen.IndexOf(seen.Identity)} {mode} {seen.Length} bytes {seen.LinkCount} links own {_disk.IsOwn(seen)}";
    }
}
