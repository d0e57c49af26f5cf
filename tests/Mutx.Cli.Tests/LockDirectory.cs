namespace Mutx.Cli.Tests;

/// <summary>Where lock files go, and what they are named.</summary>
public sealed class LockDirectory : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("000")]
    [InlineData("022")]
    [InlineData("077")]
    public async Task Is_created_in_the_home_for_its_owner_alone_and_so_is_the_lock_file(string umask)
    {
        (await _sandbox.Shell($"umask {umask}; echo x | \"$M\" file").RunAsync()).AssertSilentSuccess();

        FileState directory = FileState.Of(_sandbox.LockDirectory);
        FileState file = FileState.Of(_sandbox.LockFileOf("file"));
        Assert.Equal("700", directory.Octal);
        Assert.Equal(("600", 0UL), (file.Octal, file.Size));
    }

    [Fact]
    public async Task Holds_one_file_for_each_target_which_stays_empty()
    {
        for (int i = 0; i < 3; i++)
        {
            (await _sandbox.Mutx("one").Input("x").RunAsync()).AssertSilentSuccess();
            (await _sandbox.Mutx("two").Input("x").RunAsync()).AssertSilentSuccess();
        }

        string[] expected = [_sandbox.LockFileOf("one"), _sandbox.LockFileOf("two")];
        Assert.Equal(expected.Order(), Directory.GetFiles(_sandbox.LockDirectory).Order());
        Assert.All(expected, path => Assert.Equal(0UL, FileState.Of(path).Size));
    }

    [Fact]
    public async Task The_example_of_the_protocols_gets_its_name()
    {
        Need.File("/srv");
        string script = """
            mount -t tmpfs none /srv; mkdir -p /srv/app/data/files
            echo x | "$M" /srv/app/data/files/output.txt; ls "$HOME/.cache/mutx/locks"
            """;

        ProgramResult result = await MountNamespace.Shell(_sandbox, script).RunAsync();

        result.AssertStatus(0);
        Assert.Equal("s.a.d.files.output.txt.2e5916fa.lock\n", result.Output);
    }

    [Theory]
    [InlineData("One/.two/3three/_four/five", "file.txt")]
    [InlineData("Äpfel/Ωmega/ñ", "ß")]
    [InlineData("a/b/c/d/e/f", "g")]
    [InlineData("(x)/-y/~z/parent", "...")]
    public async Task Names_are_made_of_initials_parent_file_and_hash(string directories, string file)
    {
        Directory.CreateDirectory(_sandbox.Files[directories]);
        string target = Path.Combine(directories, file);

        (await _sandbox.Mutx("write", target).Input("x").RunAsync()).AssertSilentSuccess();

        Assert.Equal([_sandbox.LockFileOf(target)], Directory.GetFiles(_sandbox.LockDirectory));
    }

    [Theory]
    [InlineData(255, 255)]
    [InlineData(200, 30)]
    [InlineData(30, 235)]
    [InlineData(10, 255)]
    [InlineData(120, 120)]
    public async Task Names_that_would_be_too_long_are_cut_at_a_character_and_keep_the_hash(int parent, int file)
    {
        string target = Path.Combine(Long('ü', parent), Long('語', file));
        _sandbox.Files.MakeDirectory(Path.GetDirectoryName(target)!);

        (await _sandbox.Mutx(target).Input("x").RunAsync()).AssertSilentSuccess();

        string lockFile = Path.GetFileName(Assert.Single(Directory.GetFiles(_sandbox.LockDirectory)));
        Assert.EndsWith($".{LockNames.Hash(_sandbox.Files[target])}.lock", lockFile);
        Assert.Equal(LockNames.For(_sandbox.Files[target]), lockFile);
    }

    [Fact]
    public async Task Is_the_one_of_the_cache_home_where_that_is_set()
    {
        (await _sandbox.Mutx("file").With("XDG_CACHE_HOME", _sandbox.Home["cache"]).Input("x").RunAsync()).AssertSilentSuccess();

        Assert.Equal([_sandbox.Home[$"cache/mutx/locks/{Name}"]], Directory.GetFiles(_sandbox.Home["cache/mutx/locks"]));
        _sandbox.Home.AssertEntries("cache");
    }

    [Theory]
    [InlineData("relative/cache")]
    [InlineData("")]
    [InlineData(".")]
    public async Task Ignores_a_cache_home_that_is_not_absolute(string value)
    {
        (await _sandbox.Mutx("file").With("XDG_CACHE_HOME", value).Input("x").RunAsync()).AssertSilentSuccess();

        Assert.True(File.Exists(_sandbox.LockFileOf("file")));
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task The_environment_beats_the_cache_home_and_the_option_beats_both()
    {
        ProgramRun run = _sandbox.Mutx("file").With("XDG_CACHE_HOME", _sandbox.Home["x"]).With("MUTX_LOCK_DIR", _sandbox.Home["e"]).Input("x");

        (await run.RunAsync()).AssertSilentSuccess();
        (await (run with { Arguments = [.. run.Arguments, "--lock-dir", _sandbox.Home["o"]] }).RunAsync()).AssertSilentSuccess();

        _sandbox.Home.AssertEntries("e", "o");
        Assert.Equal(Name, Path.GetFileName(Assert.Single(Directory.GetFiles(_sandbox.Home["e"]))));
        Assert.Equal(Name, Path.GetFileName(Assert.Single(Directory.GetFiles(_sandbox.Home["o"]))));
        Assert.Equal("700", FileState.Of(_sandbox.Home["e"]).Octal);
    }

    [Fact]
    public async Task A_chosen_directory_excludes_those_who_chose_it()
    {
        _sandbox.Home.MakeDirectory("shared");
        using ForeignLock held = new(_sandbox.Home[$"shared/{Name}"]);

        (await _sandbox.Mutx("file", "--lock-dir", _sandbox.Home["shared"], "--no-wait").Input("x").RunAsync()).AssertError(2);
        (await _sandbox.Mutx("file", "--no-wait").Input("x").RunAsync()).AssertSilentSuccess();
    }

    [Fact]
    public async Task Without_any_home_the_error_names_the_ways_out_and_each_of_them_works()
    {
        const int Nobodys = 54_321; // in no table of users
        _sandbox.Files.SetMode(".", "777");
        ProgramRun Run(params string[] arguments) => _sandbox.As(Nobodys, _sandbox.Mutx(["file", .. arguments, "-q"])).Input("x");

        (await Run().Without("HOME").RunAsync()).AssertError(1, "--lock-dir", "MUTX_LOCK_DIR");
        (await Run().With("HOME", "").RunAsync()).AssertError(1, "--lock-dir", "MUTX_LOCK_DIR");
        (await Run().With("HOME", "/nonexistent").RunAsync()).AssertError(1, "--lock-dir", "MUTX_LOCK_DIR");
        _sandbox.Files.AssertEntries();

        (await Run("--lock-dir", _sandbox.Home["o"]).Without("HOME").RunAsync()).AssertSilentSuccess();
        (await Run("--lock-file", _sandbox.Home["l"]).Without("HOME").RunAsync()).AssertSilentSuccess();
        (await Run().Without("HOME").With("MUTX_LOCK_DIR", _sandbox.Home["e"]).RunAsync()).AssertSilentSuccess();
    }

    [Fact]
    public async Task A_home_that_is_read_only_is_an_error_that_names_the_ways_out_and_creates_nothing()
    {
        string script = """
            mount --bind "$HOME" "$HOME"; mount -o remount,ro,bind "$HOME"
            s=0; echo x | "$M" file || s=$?
            ls -A . "$HOME"; exit $s
            """;

        ProgramResult result = await MountNamespace.Shell(_sandbox, script).RunAsync();

        result.AssertStatus(1);
        Assert.Contains("--lock-dir", result.Error);
        Assert.Contains("MUTX_LOCK_DIR", result.Error);
        Assert.Equal($".:\n\n{_sandbox.Home.Path}:\n", result.Output);
    }

    [Fact]
    public async Task A_home_behind_links_is_the_same_directory()
    {
        (await _sandbox.Shell("ln -s \"$HOME\" home; ln -s home home2").RunAsync()).AssertStatus(0);
        using ForeignLock held = _sandbox.HoldLockOf("file");

        ProgramResult result = await _sandbox.Mutx("file", "--no-wait").With("HOME", _sandbox.Files["home2"]).Input("x").RunAsync();

        result.AssertError(2);
    }

    [Fact]
    public async Task A_lock_directory_that_is_a_file_is_an_error()
    {
        _sandbox.Files.Write("plain", "x");

        (await _sandbox.Mutx("file", "--lock-dir", "plain").Input("x").RunAsync()).AssertError(1, "plain");

        _sandbox.Files.AssertEntries("plain");
    }

    private string Name => LockNames.For(_sandbox.Files["file"]);

    private static string Long(char character, int bytes)
    {
        int each = System.Text.Encoding.UTF8.GetByteCount([character]);
        return new string(character, bytes / each) + new string('x', bytes % each);
    }
}
