namespace Mutx.TestKit;

/// <summary>
/// A place to run the program in: a directory for the files, a home of its own, and nothing else of the developer's
/// environment. Every run starts in the directory of the files.
/// </summary>
public sealed class Sandbox : IDisposable
{
    /// <summary>The user that is neither root nor owns anything.</summary>
    public const int Nobody = 65534;

    private string? _publicProgram;

    public Sandbox()
    {
        // Readable by every user: some tests look at it as nobody, with a home of nobody's own.
        Files = new TempDirectory();
        Home = new TempDirectory();
    }

    public TempDirectory Files { get; }

    public TempDirectory Home { get; }

    /// <summary>Where lock files go by default: in this sandbox's home.</summary>
    public string LockDirectory => Path.Combine(Home.Path, ".cache", "mutx", "locks");

    /// <summary>A run of the native program.</summary>
    public ProgramRun Mutx(params IReadOnlyList<string> arguments) => Run(NativeProgram.Path, arguments);

    /// <summary>A run of the test host: the library in a process of its own.</summary>
    public ProgramRun TestHost(params IReadOnlyList<string> arguments) =>
        Run(Repository.TestHost, arguments).With("DOTNET_ROOT", Repository.DotnetRoot);

    /// <summary>A shell script, started as a user would type it; <c>$M</c> is the native program.</summary>
    public ProgramRun Shell(string script) => Run("/bin/sh", ["-uc", script]);

    public ProgramRun Run(string program, params IReadOnlyList<string> arguments) => new(program, arguments)
    {
        WorkingDirectory = Files.Path,
        Environment = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOME"] = Home.Path,
            ["LANG"] = "C.UTF-8",
            ["M"] = NativeProgram.Path,
        },
    };

    /// <summary>The same run as nobody, who gets the home and a copy of the program where everyone may read it.</summary>
    public ProgramRun AsNobody(ProgramRun run) => As(Nobody, run);

    /// <summary>
    /// The same run as a user with a group of the same number and these others, who gets the home and a copy of the
    /// program where everyone may read it.
    /// </summary>
    public ProgramRun As(int user, ProgramRun run, params int[] groups)
    {
        Need.Root();
        Chown(Home.Path, user);
        string program = _publicProgram ??= CopyOfProgram();
        bool native = run.FileName == NativeProgram.Path;
        return (run with { FileName = native ? program : run.FileName }).With("M", program).As(user, groups);
    }

    /// <summary>The lock file that protects a file of <see cref="Files"/>, or any absolute path, by the rule in the protocols.</summary>
    public string LockFileOf(string name) => Path.Combine(LockDirectory, LockNames.For(Files[name]));

    /// <summary>Holds the lock of a file until disposed, as another program would that follows the protocols.</summary>
    public ForeignLock HoldLockOf(string name)
    {
        Directory.CreateDirectory(LockDirectory);
        return new ForeignLock(LockFileOf(name));
    }

    public void Dispose()
    {
        Files.Dispose();
        Home.Dispose();
        if (_publicProgram is not null)
        {
            Directory.Delete(Path.GetDirectoryName(_publicProgram)!, recursive: true);
        }
    }

    internal static void Chown(string path, int user)
    {
        using var chown = System.Diagnostics.Process.Start("chown", [$"{user}:{user}", "--", path]);
        chown.WaitForExit();
    }

    private static string CopyOfProgram()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("mutx-test-program-");
        File.SetUnixFileMode(directory.FullName, (UnixFileMode)0b111_101_101);
        string copy = Path.Combine(directory.FullName, "mutx");

        // By another process: a descriptor of this one, open for writing, would be inherited by what other tests start at this moment, and a
        // program that is open for writing can't be run.
        using var install = System.Diagnostics.Process.Start("install", ["-m", "755", "--", NativeProgram.Path, copy]);
        install.WaitForExit();
        return copy;
    }
}
