namespace Mutx.TestKit;

/// <summary>A directory of the test's own, removed with everything in it at the end.</summary>
public sealed class TempDirectory : IDisposable
{
    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public TempDirectory()
    {
        string path = Directory.CreateTempSubdirectory("mutx-test-").FullName;
        File.SetUnixFileMode(path, ReadableByAll);
        Path = path;
    }

    public string Path { get; }

    /// <summary>The names in it, hidden ones too, sorted.</summary>
    public IReadOnlyList<string> Entries =>
        [.. Directory.EnumerateFileSystemEntries(Path).Select(e => System.IO.Path.GetFileName(e)).Order(StringComparer.Ordinal)];

    /// <summary>The path of something in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public string Read(string name) => File.ReadAllText(this[name]);

    /// <summary>Changes the permission bits of something in it, given in octal as to chmod.</summary>
    public void SetMode(string name, string octal) =>
        File.SetUnixFileMode(this[name], (UnixFileMode)Convert.ToInt32(octal, 8));

    /// <summary>Gives something in it to the user nobody; takes root.</summary>
    public void GiveToNobody(string name) => Sandbox.Chown(this[name], Sandbox.Nobody);

    public string MakeDirectory(string name) => Directory.CreateDirectory(this[name]).FullName;

    /// <summary>Makes a socket that nobody listens on.</summary>
    public void MakeSocket(string name)
    {
        if (Posix.MakeNode(this[name], Posix.Socket | 0b110_000_000, 0) != 0)
        {
            throw Posix.Failure($"mknod({this[name]})");
        }
    }

    /// <summary>Fails unless exactly these names are in it: no litter, nothing lost.</summary>
    public void AssertEntries(params string[] names) =>
        Xunit.Assert.Equal(names.Order(StringComparer.Ordinal), Entries);

    public override string ToString() => Path;

    public void Dispose()
    {
        // Under GNU rm, since tests leave modes and link loops behind that Directory.Delete stumbles over.
        using System.Diagnostics.Process rm = System.Diagnostics.Process.Start("rm", ["-rf", "--one-file-system", "--", Path]);
        rm.WaitForExit();
    }
}
