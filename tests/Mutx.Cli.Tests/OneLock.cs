namespace Mutx.Cli.Tests;

/// <summary>However a file is named, it has one lock.</summary>
public sealed class OneLock : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public OneLock()
    {
        _sandbox.Files.MakeDirectory("d/e");
        _sandbox.Files.Write("d/file", "old");
        File.CreateSymbolicLink(_sandbox.Files["way"], "d");
        File.CreateSymbolicLink(_sandbox.Files["way2"], _sandbox.Files["way"]);
        File.CreateSymbolicLink(_sandbox.Files["link"], "way/file");
        File.CreateSymbolicLink(_sandbox.Files["link2"], "link");
    }

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("d/file")]
    [InlineData("./d/file")]
    [InlineData("d//file")]
    [InlineData("d/./file")]
    [InlineData("d/e/../file")]
    [InlineData("d/../d/file")]
    [InlineData("way/file")]
    [InlineData("way2/file")]
    [InlineData("way/e/../file")]
    [InlineData("link")]
    [InlineData("link2")]
    [InlineData("way/../link2")]
    public async Task A_file_has_the_same_lock_by_every_path(string path)
    {
        using ForeignLock held = _sandbox.HoldLockOf("d/file");
        ProgramRun relative = _sandbox.Mutx(path, "--no-wait", "--follow-symlinks").Input("new");
        ProgramRun absolute = _sandbox.Mutx(Path.Combine(_sandbox.Files.Path, path), "--no-wait", "--follow-symlinks").Input("new");

        (await relative.RunAsync()).AssertError(2);
        (await absolute.RunAsync()).AssertError(2);

        Assert.Equal("old", _sandbox.Files.Read("d/file"));
        Assert.Equal([held.Path], Directory.GetFiles(_sandbox.LockDirectory));
    }

    [Fact]
    public async Task A_path_is_seen_from_the_directory_that_was_entered_by_a_link_too()
    {
        using ForeignLock held = _sandbox.HoldLockOf("d/file");

        (await _sandbox.Shell("cd way/e; echo x | \"$M\" ../file --no-wait").RunAsync()).AssertError(2);
        (await _sandbox.Shell("cd way2; echo x | \"$M\" file --no-wait").RunAsync()).AssertError(2);
    }

    [Fact]
    public async Task Two_dots_behind_a_link_lead_to_the_parent_of_its_directory_as_the_system_sees_it()
    {
        (await _sandbox.Shell("mkdir -p x/y; ln -s x/y deep").RunAsync()).AssertStatus(0);

        (await _sandbox.Mutx("deep/../file").Input("new").RunAsync()).AssertSilentSuccess();

        Assert.Equal("new", _sandbox.Files.Read("x/file"));
        Assert.False(File.Exists(_sandbox.Files["file"]));
    }

    [Fact]
    public async Task Two_files_have_two_locks()
    {
        using ForeignLock held = _sandbox.HoldLockOf("d/file");

        (await _sandbox.Mutx("d/other", "--no-wait").Input("x").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("file", "--no-wait").Input("x").RunAsync()).AssertSilentSuccess();
    }

    [Fact]
    public async Task A_file_in_a_directory_whose_name_is_no_utf8_has_one_too()
    {
        ProgramResult result = await _sandbox.Shell("""
            d=$(printf 'bad\377'); mkdir "$d"; cd "$d"
            "$M" file -- sh -c '"$M" file --no-wait < /dev/null; echo $?'; s=$?
            ls -A; cat file; exit $s
            """).RunAsync();

        Assert.Equal("file\n2\n", result.AssertStatus(0).Output);
    }
}
