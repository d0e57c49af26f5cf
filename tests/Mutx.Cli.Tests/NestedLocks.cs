using System.Globalization;

namespace Mutx.Cli.Tests;

/// <summary>A program that runs under a lock and asks for it again: refused where it would wait for itself for ever, and only there.</summary>
public sealed class NestedLocks : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public NestedLocks()
    {
        _sandbox.Files.Write("file", "old");
        _sandbox.Files.Write("input", "new");
    }

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData(""" "$M" run file -- "$M" update file -- cat """, 2)]
    [InlineData(""" "$M" run file -- "$M" run other -- "$M" update file -- cat """, 2)]
    [InlineData(""" "$M" run file -- sh -c '"$M" update file -- cat; exit $?' """, 2)]
    [InlineData(""" "$M" run --close file -- "$M" update file -- cat """, 2)]
    [InlineData(""" "$M" update file -- "$M" file """, 4)]
    [InlineData(""" "$M" run --close file -- sh -c '"$M" update file -- cat; exit $?' """, 2)]
    [InlineData(""" "$M" run --close file -- "$M" run --close other -- sh -c '"$M" file -i input; exit $?' """, 2)]
    [InlineData(""" "$M" write file -- sh -c '"$M" file -i input; exit $?' """, 4)]
    [InlineData(""" "$M" run file -- "$M" run -s file -- true """, 2)]
    [InlineData(""" "$M" run -s file -- "$M" file -i input """, 2)]
    [InlineData(""" "$M" run file -- "$M" file -i input --timeout 1h """, 2)]
    [InlineData(""" "$M" run file -- sh -c '{ "$M" file -i input; echo $? >status; } & wait'; exit $(cat status) """, 2)]
    [InlineData(""" "$M" run --lock-method claim file -- "$M" --lock-method claim file -i input """, 2)]
    public async Task A_wait_that_would_never_end_is_refused_at_once_and_names_the_ancestor(string script, int status)
    {
        ProgramResult result = await _sandbox.Shell($"echo $$; {script}").RunAsync();

        result.AssertStatus(status);
        Assert.Contains("cannot lock 'file': the wait would never end", result.Error, StringComparison.Ordinal);
        Assert.Matches("pid [0-9]+ ", result.Error);
        Assert.Equal("old", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task The_one_that_has_the_lock_is_named_and_what_to_do()
    {
        using RunningProgram running = _sandbox.Mutx("run", "file", "--", "sh", "-c", "\"$M\" file -i input; exit $?").Start();
        ProgramResult result = await running.WaitAsync();
        result.AssertStatus(2);
        Assert.Contains($"which pid {running.Pid.ToString(CultureInfo.InvariantCulture)} (sh -c ", result.Error, StringComparison.Ordinal);
        Assert.Contains("hint: the lock is held already: use --no-lock", result.Error, StringComparison.Ordinal);

        using RunningProgram staying = _sandbox.Mutx("run", "--close", "file", "--", NativeProgram.Path, "run", "file", "--", "true").Start();
        result = await staying.WaitAsync();
        result.AssertStatus(2);
        Assert.Contains($"pid {staying.Pid.ToString(CultureInfo.InvariantCulture)} (", result.Error, StringComparison.Ordinal);
        Assert.Contains("run the command without 'mutx run'", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("9>&-")]
    public async Task A_shell_that_can_unlock_its_descriptor_is_waited_for_and_named(string closing)
    {
        Directory.CreateDirectory(_sandbox.LockDirectory);
        string lockFile = _sandbox.LockFileOf("file");
        using RunningProgram shell = _sandbox.Shell(
            $"exec 9>>'{lockFile}'; flock 9; \"$M\" file -i input {closing} & read line; flock -u 9; wait $!").Start();
        await ProcLocks.SomeoneWaitsFor(lockFile);
        await shell.ErrorContains($"held by ancestor pid {shell.Pid.ToString(CultureInfo.InvariantCulture)} ");
        await shell.FeedAsync("go on\n");
        (await shell.WaitAsync()).AssertStatus(0);
        Assert.Equal("new", _sandbox.Files.Read("file"));
    }

    [Theory]
    [InlineData("--close", "cat")]
    [InlineData("--close", "cat; :")]
    public async Task What_an_ancestor_does_not_wait_for_is_no_reason_to_refuse(string option, string rest)
    {
        using RunningProgram running = _sandbox.Mutx(
            "run", option, "file", "--", "sh", "-c", $"exec 3<&0; \"$M\" file -i input & cat <&3; {rest} <&3").Start();
        await ProcLocks.SomeoneWaitsFor(_sandbox.LockFileOf("file"));
        running.CloseInput();
        (await running.WaitAsync()).AssertStatus(0);
        await Eventually.IsTrue(() => _sandbox.Files.Read("file") == "new", "the one in the background has its turn");
    }

    [Fact]
    public async Task An_ancestor_that_has_unlocked_meanwhile_is_no_reason_to_refuse()
    {
        const string Unlock = """for d in /proc/$$/fd/*; do case $(readlink $d) in *.lock) flock -u ${d##*/};; esac; done""";
        ProgramResult result = await _sandbox.Mutx("run", "file", "--", "sh", "-c", Unlock + "; \"$M\" file -i input").RunAsync();
        result.AssertStatus(0);

        // Somebody else has it then, who can be waited for.
        using RunningProgram running = _sandbox.Mutx(
            "run", "file", "--", "sh", "-c", Unlock + "; echo unlocked >&2; read line; \"$M\" file -i input --timeout 300ms").Start();
        await running.ErrorContains("unlocked");
        using ForeignLock held = _sandbox.HoldLockOf("file");
        await running.FeedAsync("go on\n");
        Assert.Contains("waited 300ms", (await running.WaitAsync()).AssertStatus(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_not_inherited_the_open_lock_file_is_told_of_the_ancestor_that_has()
    {
        const string Closed = """n=; for d in /proc/$$/fd/*; do case $(readlink $d) in *.lock) n=${d##*/};; esac; done; eval "\"\$M\" file -i input --timeout 300ms $n>&-"; exit $?""";
        ProgramResult result = await _sandbox.Mutx("run", "file", "--", "bash", "-c", Closed).RunAsync();
        result.AssertError(2, "locked by ancestor pid", "waited 300ms");
    }

    [Theory]
    [InlineData("1/2/3/4/5/6/7,,/////,x")]
    [InlineData("18446744073709551616/0/0/0/0/0/0")]
    public async Task What_the_environment_tells_is_believed_only_as_far_as_it_is_so(string told)
    {
        using ForeignLock held = _sandbox.HoldLockOf("file");
        ProgramResult result = await _sandbox.Mutx("file", "-i", "input", "--timeout", "300ms").With("MUTX_HELD", told).RunAsync();
        result.AssertError(2, "waited 300ms");
    }

    [Fact]
    public async Task Without_proc_nothing_is_known_and_it_is_waited()
    {
        ProgramResult result = await MountNamespace.Shell(
            _sandbox, "mount -t tmpfs -o ro none /proc\nexec \"$M\" run file -- \"$M\" file -i input --timeout 300ms").RunAsync();
        result.AssertError(2, "waited 300ms");
    }

    [Fact]
    public async Task Shared_locks_nest()
    {
        (await _sandbox.Mutx("run", "-s", "file", "--", NativeProgram.Path, "run", "-s", "file", "--", "true").RunAsync()).AssertSilentSuccess();
    }

    [Fact]
    public async Task Without_a_lock_a_file_is_replaced_updated_and_restored_under_the_lock_that_is_held_already()
    {
        ProgramResult result = await _sandbox.Shell(
            """
            "$M" run file -- sh -c '
                "$M" file -i input --no-lock --backup && cat file && "$M" restore file --no-lock && cat file &&
                "$M" update file --no-lock -- tr a-z A-Z && cat file && "$M" file -i input --no-lock --json'
            """).RunAsync();
        result.AssertStatus(0);
        Assert.StartsWith("newoldOLD{", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"lock\":null", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_lock_no_lock_file_is_made_and_nobody_is_waited_for()
    {
        (await _sandbox.Mutx("file", "-i", "input", "--no-lock").RunAsync()).AssertSilentSuccess();
        Assert.False(Directory.Exists(_sandbox.LockDirectory));
        using ForeignLock held = _sandbox.HoldLockOf("file");
        (await _sandbox.Mutx("file", "--no-lock", "-i", "input").With("MUTX_TIMEOUT", "0").RunAsync()).AssertSilentSuccess();
    }

    [Theory]
    [InlineData("--wait")]
    [InlineData("--no-wait")]
    [InlineData("--timeout=5s")]
    [InlineData("--lock-file=x")]
    [InlineData("--lock-dir=/tmp")]
    [InlineData("--lock-mode=0600")]
    [InlineData("--lock-method=kernel")]
    [InlineData("--follow-lock-symlinks")]
    public async Task No_lock_goes_with_no_other_option_of_locks(string option) =>
        (await _sandbox.Mutx("file", "-i", "input", "--no-lock", option).RunAsync())
            .AssertError(1, "--no-lock", option.Split('=')[0]);
}
