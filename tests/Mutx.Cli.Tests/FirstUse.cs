namespace Mutx.Cli.Tests;

/// <summary>What a person tries first.</summary>
public sealed class FirstUse : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task A_bare_new_name_in_an_empty_directory_is_written_without_a_word()
    {
        (await _sandbox.Mutx("new.txt").Input("hello\n").RunAsync()).AssertSilentSuccess();

        Assert.Equal("hello\n", _sandbox.Files.Read("new.txt"));
        _sandbox.Files.AssertEntries("new.txt");
    }

    [Fact]
    public async Task An_existing_file_is_replaced_by_a_new_one()
    {
        _sandbox.Files.Write("config.json", "{}");
        FileState before = FileState.Of(_sandbox.Files["config.json"]);

        (await _sandbox.Mutx("write", "config.json").Input("{\"a\":1}").RunAsync()).AssertSilentSuccess();

        Assert.Equal("{\"a\":1}", _sandbox.Files.Read("config.json"));
        Assert.NotEqual(before.Inode, FileState.Of(_sandbox.Files["config.json"]).Inode);
        _sandbox.Files.AssertEntries("config.json");
    }

    [Fact]
    public async Task An_absolute_path_and_one_in_another_directory_are_written()
    {
        _sandbox.Files.MakeDirectory("sub");

        (await _sandbox.Mutx(_sandbox.Files["absolute"]).Input("a").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("sub/../sub/relative").Input("r").RunAsync()).AssertSilentSuccess();

        Assert.Equal("a", _sandbox.Files.Read("absolute"));
        Assert.Equal("r", _sandbox.Files.Read("sub/relative"));
    }

    [Theory]
    [InlineData("write")]
    [InlineData("update")]
    [InlineData("housekeep")]
    [InlineData("status")]
    public async Task A_file_named_like_a_command_is_written_by_naming_write_first(string name)
    {
        (await _sandbox.Mutx("write", name).Input("x").RunAsync()).AssertSilentSuccess();

        Assert.Equal("x", _sandbox.Files.Read(name));
    }

    [Fact]
    public async Task Empty_input_makes_an_empty_new_file_and_empties_one_only_where_that_is_allowed()
    {
        (await _sandbox.Mutx("new").RunAsync()).AssertSilentSuccess();
        Assert.Equal("", _sandbox.Files.Read("new"));
        (await _sandbox.Mutx("new").RunAsync()).AssertSilentSuccess();

        _sandbox.Files.Write("file", "old");
        (await _sandbox.Mutx("file").RunAsync()).AssertError(4, "file", "empty", "--allow-empty");
        (await _sandbox.Mutx("file", "--", "false").RunAsync()).AssertStatus(4);
        (await _sandbox.Mutx("update", "file", "--", "true").RunAsync()).AssertError(4, "file", "empty");
        Assert.Equal("old", _sandbox.Files.Read("file"));

        (await _sandbox.Mutx("file", "--allow-empty").RunAsync()).AssertSilentSuccess();
        Assert.Equal("", _sandbox.Files.Read("file"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData((8 << 20) - 1)]
    [InlineData(8 << 20)]
    [InlineData((8 << 20) + 1)]
    [InlineData(40_000_000)]
    public async Task Content_of_any_length_arrives_byte_for_byte(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);

        (await _sandbox.Mutx("file").Input(content).RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("streamed", "--stream").Input(content).RunAsync()).AssertSilentSuccess();

        Assert.True(File.ReadAllBytes(_sandbox.Files["file"]).AsSpan().SequenceEqual(content));
        Assert.True(File.ReadAllBytes(_sandbox.Files["streamed"]).AsSpan().SequenceEqual(content));
    }

    [Fact]
    public async Task An_input_file_is_copied_and_left_as_it_is()
    {
        byte[] content = Versions.Content(49);
        _sandbox.Files.Write("source", content);
        FileState before = FileState.Of(_sandbox.Files["source"]);

        (await _sandbox.Mutx("file", "-i", "source").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("file2", "--input=source").RunAsync()).AssertSilentSuccess();

        Assert.Equal(content, File.ReadAllBytes(_sandbox.Files["file"]));
        Assert.Equal(content, File.ReadAllBytes(_sandbox.Files["file2"]));
        Assert.Equal(before, FileState.Of(_sandbox.Files["source"]));
    }

    [Fact]
    public async Task A_file_may_be_its_own_input()
    {
        _sandbox.Files.Write("file", "same");

        (await _sandbox.Mutx("file", "-i", "file").RunAsync()).AssertSilentSuccess();

        Assert.Equal("same", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task Another_name_of_the_file_keeps_the_old_content()
    {
        _sandbox.Files.Write("file", "old");
        (await _sandbox.Run("ln", "file", "other").RunAsync()).AssertStatus(0);

        (await _sandbox.Mutx("file").Input("new").RunAsync()).AssertSilentSuccess();

        Assert.Equal("new", _sandbox.Files.Read("file"));
        Assert.Equal("old", _sandbox.Files.Read("other"));
    }

    [Fact]
    public async Task A_file_in_the_root_directory_is_written_and_its_lock_is_named_root()
    {
        // The root directory of a chroot stands for /, which no test may write into.
        string script = """
            mkdir root; mount -t tmpfs none root; cd root
            for d in usr lib lib64 bin proc; do
                if [ -L /$d ]; then cp -P /$d $d; elif [ -d /$d ]; then mkdir $d; mount --rbind /$d $d; fi
            done
            mkdir -m 700 home; cp "$M" mutx
            echo content | env HOME=/home chroot . /mutx /output.txt
            cat output.txt; ls home/.cache/mutx/locks
            """;

        ProgramResult result = await MountNamespace.Shell(_sandbox, script).RunAsync();

        result.AssertStatus(0);
        Assert.Equal($"content\n{LockNames.For("/output.txt")}\n", result.Output);
        Assert.Equal("root.output.txt.be37c7fc.lock", LockNames.For("/output.txt"));
    }
}
