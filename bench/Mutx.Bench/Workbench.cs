namespace Mutx.Bench;

/// <summary>What a row works with: the program, the peers, and a directory of its own that goes when the row ends.</summary>
internal sealed class Workbench : IDisposable
{
    private readonly string _root;

    /// <param name="root">The repository. The directory lies in its <c>artifacts</c>: on a disk, where flushing costs what it costs.</param>
    public Workbench(string root)
    {
        _root = root;
        Directory = Path.Combine(root, "artifacts", "bench", $"row-{Environment.ProcessId}");
        System.IO.Directory.CreateDirectory(Directory);

        // The program's lock files go there too, not among those of the one who measures.
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", PathOf("cache"));
    }

    /// <summary>The directory of this row; empty at first.</summary>
    public string Directory { get; }

    /// <summary>The native program.</summary>
    public string Program => Path.Combine(_root, "artifacts", "mutx");

    /// <summary>The path of <paramref name="name"/> in this row's directory.</summary>
    public string PathOf(string name) => Path.Combine(Directory, name);

    /// <summary>Compiles <c>bench/peers/NAME.c</c>, and returns the path of the program.</summary>
    public string Peer(string name, params string[] flags)
    {
        string program = PathOf($"peer-{name}");
        new Command("gcc", ["-O2", "-Wall", "-Werror", "-o", program, Path.Combine(_root, "bench", "peers", $"{name}.c"), .. flags]).Run();
        return program;
    }

    /// <summary>Whether a tool that a row needs is there; a row without its peer says so and has no figures.</summary>
    public static bool HasTool(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, name)));

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
