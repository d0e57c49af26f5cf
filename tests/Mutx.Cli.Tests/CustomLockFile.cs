namespace Mutx.Cli.Tests;

/// <summary>A lock file of the user's own choice is used as it is: never truncated, written, changed or removed.</summary>
public sealed class CustomLockFile : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task With_content_keeps_content_mode_and_times()
    {
        string path = _sandbox.Files.Write("data.csv", "do not lose me");
        _sandbox.Files.SetMode("data.csv", "644");
        FileState before = FileState.Of(path);

        (await _sandbox.Mutx("file", "--lock-file", "data.csv").Input("new").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("file", "--lock-file", "data.csv", "--lock-mode", "0600").Input("newer").RunAsync()).AssertSilentSuccess();

        Assert.Equal(before, FileState.Of(path));
        Assert.Equal("do not lose me", _sandbox.Files.Read("data.csv"));
        Assert.Equal("newer", _sandbox.Files.Read("file"));
        _sandbox.Files.AssertEntries("data.csv", "file");
    }

    [Fact]
    public async Task That_is_held_excludes_and_keeps_its_content()
    {
        _sandbox.Files.Write("lock", "text");
        using ForeignLock held = new(_sandbox.Files["lock"]);

        (await _sandbox.Mutx("file", "--lock-file", "lock", "--no-wait").Input("new").RunAsync()).AssertError(2, "lock");

        _sandbox.Files.AssertEntries("lock");
        held.Dispose();
        Assert.Equal("text", _sandbox.Files.Read("lock"));
    }

    [Fact]
    public async Task That_is_missing_is_created_empty_and_private()
    {
        (await _sandbox.Mutx("file", "--lock-file", "lock").Input("new").RunAsync()).AssertSilentSuccess();

        FileState state = FileState.Of(_sandbox.Files["lock"]);
        Assert.Equal("600", state.Octal);
        Assert.Equal(0UL, state.Size);
        Assert.False(Directory.Exists(_sandbox.LockDirectory));
    }

    [Theory]
    [InlineData("022")]
    [InlineData("077")]
    public async Task Gets_the_mode_that_is_asked_for_where_it_is_created(string umask)
    {
        (await _sandbox.Shell($"umask {umask}; echo x | \"$M\" file --lock-file lock --lock-mode 0660").RunAsync()).AssertStatus(0);

        Assert.Equal("660", FileState.Of(_sandbox.Files["lock"]).Octal);
    }

    [Theory]
    [InlineData("ln -s elsewhere lock", "symbolic link")]
    [InlineData("touch real; ln -s real lock", "symbolic link")]
    [InlineData("mkfifo lock", "FIFO")]
    [InlineData("mkdir lock", "directory")]
    [InlineData("true", "socket")]
    [InlineData("mknod lock c 1 3", "device")]
    public async Task Of_another_kind_is_refused_without_hanging(string make, string kind)
    {
        if (kind is "device")
        {
            Need.Root();
        }

        if (kind is "socket")
        {
            _sandbox.Files.MakeSocket("lock");
        }

        (await _sandbox.Shell("set -e; printf old > file; " + make).RunAsync()).AssertStatus(0);
        FileState before = FileState.Of(_sandbox.Files["lock"]);
        IReadOnlyList<string> entries = _sandbox.Files.Entries;

        (await _sandbox.Mutx("file", "--lock-file", "lock").Input("new").RunAsync()).AssertError(1, "lock", kind);
        (await _sandbox.Mutx("file", "--lock-file", "lock", "--no-wait").Input("new").RunAsync()).AssertError(1, "lock", kind);

        Assert.Equal("old", _sandbox.Files.Read("file"));
        Assert.Equal(before, FileState.Of(_sandbox.Files["lock"]));
        Assert.Equal(entries, _sandbox.Files.Entries);
    }

    [Fact]
    public async Task That_is_a_link_is_followed_only_where_that_is_asked_for()
    {
        _sandbox.Files.Write("real", "kept");
        File.CreateSymbolicLink(_sandbox.Files["lock"], "real");

        (await _sandbox.Mutx("file", "--lock-file", "lock", "--follow-symlinks").Input("new").RunAsync())
            .AssertError(1, "--follow-lock-symlinks");
        (await _sandbox.Mutx("file", "--lock-file", "lock", "--follow-lock-symlinks").Input("new").RunAsync()).AssertSilentSuccess();
        using (new ForeignLock(_sandbox.Files["real"]))
        {
            (await _sandbox.Mutx("file", "--lock-file", "lock", "--follow-lock-symlinks", "--no-wait").Input("x").RunAsync()).AssertError(2);
        }

        Assert.Equal("new", _sandbox.Files.Read("file"));
        Assert.Equal("kept", _sandbox.Files.Read("real"));
    }

    [Fact]
    public async Task Where_a_link_that_is_followed_leads_to_nothing_the_lock_file_is_made_there()
    {
        _sandbox.Files.MakeDirectory("d");
        File.CreateSymbolicLink(_sandbox.Files["lock"], "d/real");

        (await _sandbox.Mutx("file", "--lock-file", "lock", "--follow-lock-symlinks").Input("new").RunAsync()).AssertSilentSuccess();

        Assert.Equal("d/real", new FileInfo(_sandbox.Files["lock"]).LinkTarget);
        Assert.Equal(("600", 0UL), (FileState.Of(_sandbox.Files["d/real"]).Octal, FileState.Of(_sandbox.Files["d/real"]).Size));
        (await _sandbox.Mutx("file", "--lock-file", "lock").Input("newer").RunAsync()).AssertError(1, "symbolic link");
    }

    [Fact]
    public async Task Following_lock_links_implies_following_the_link_of_the_target()
    {
        (await _sandbox.Shell("printf old > real; ln -s real link").RunAsync()).AssertStatus(0);

        (await _sandbox.Mutx("link", "--follow-lock-symlinks").Input("new").RunAsync()).AssertSilentSuccess();

        Assert.Equal("new", _sandbox.Files.Read("real"));
        Assert.Equal("real", new FileInfo(_sandbox.Files["link"]).LinkTarget);
    }

    [Theory]
    [InlineData("file", "file")]
    [InlineData("file", "./file")]
    [InlineData("./file", "file")]
    [InlineData("file", "d/../file")]
    [InlineData("d/../file", "way/../file")]
    [InlineData("d/inner", "way/inner")]
    public async Task Equal_to_the_target_in_any_spelling_is_refused_and_the_file_is_kept(string target, string lockFile)
    {
        (await _sandbox.Shell("mkdir d; ln -s d way; printf old > file; printf old > d/inner").RunAsync()).AssertStatus(0);

        (await _sandbox.Mutx(target, "--lock-file", lockFile).Input("new").RunAsync()).AssertError(1, "lock");

        Assert.Equal("old", _sandbox.Files.Read(target));
    }

    [Theory]
    [InlineData("new")]
    [InlineData("./new")]
    public async Task Equal_to_a_target_that_is_not_there_yet_is_refused_and_nothing_is_created(string lockFile)
    {
        (await _sandbox.Mutx("new", "--lock-file", lockFile).Input("x").RunAsync()).AssertError(1, "lock");

        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task That_is_a_hard_link_to_the_target_is_refused()
    {
        (await _sandbox.Shell("printf old > file; ln file lock").RunAsync()).AssertStatus(0);
        FileState before = FileState.Of(_sandbox.Files["file"]);

        (await _sandbox.Mutx("file", "--lock-file", "lock").Input("new").RunAsync()).AssertError(1, "lock");

        Assert.Equal(before, FileState.Of(_sandbox.Files["file"]));
        Assert.Equal("old", _sandbox.Files.Read("lock"));
    }

    [Fact]
    public async Task In_a_directory_that_is_missing_is_an_error()
    {
        (await _sandbox.Mutx("file", "--lock-file", "missing/lock").Input("new").RunAsync()).AssertError(1, "missing");

        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task That_only_another_user_may_write_still_locks_by_a_read_only_descriptor()
    {
        _sandbox.Files.Write("lock", "");
        _sandbox.Files.MakeDirectory("theirs");
        Need.Root();
        (await _sandbox.Shell("chmod 644 lock; chown 65534 theirs").RunAsync()).AssertStatus(0);
        ProgramRun run = _sandbox.AsNobody(_sandbox.Mutx("theirs/file", "--lock-file", "lock", "--no-wait").Input("new"));

        (await run.RunAsync()).AssertSilentSuccess();
        using ForeignLock held = new(_sandbox.Files["lock"]);
        (await run.RunAsync()).AssertError(2);
    }

    [Fact]
    public async Task In_a_sticky_directory_may_belong_to_another_user()
    {
        Need.Root();
        (await _sandbox.Shell("mkdir -m 1777 shared; touch shared/lock; chmod 666 shared/lock; chown 65534 shared/lock").RunAsync())
            .AssertStatus(0);

        (await _sandbox.Mutx("file", "--lock-file", "shared/lock").Input("new").RunAsync()).AssertSilentSuccess();
    }
}
