using System.Text.Json;

namespace Mutx.Cli.Tests;

/// <summary>Locks in the <c>.locks</c> of the files' own directory: who excludes whom, and what doesn't count.</summary>
public sealed class LocksBesideFiles : IDisposable
{
    private const int Ann = 1111;
    private const int Bob = 2222;
    private const int Team = 3333;

    private readonly Sandbox _sandbox = new();
    private readonly Accounts _users;

    public LocksBesideFiles()
    {
        Need.Root();
        _users = new Accounts(_sandbox);
    }

    public void Dispose()
    {
        _users.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task Two_users_of_a_shared_directory_lose_none_of_each_others_updates()
    {
        const string Updates = """for i in $(seq 200); do "$M" update d/f -q -- sh -c "cat; echo $U" || exit; done""";
        await Make($"touch d/f; chmod 664 d/f; chown {Ann}:{Team} d d/f; chmod 2775 d");
        (await As(Ann, "\"$M\" share d > /dev/null").RunAsync()).AssertSilentSuccess();

        TimeSpan patience = TimeSpan.FromMinutes(5);
        Task<ProgramResult> anns = (As(Ann, "umask 077; " + Updates) with { Deadline = patience }).RunAsync();
        Task<ProgramResult> bobs = (As(Bob, "umask 027; " + Updates) with { Deadline = patience }).RunAsync();

        (await anns).AssertSilentSuccess();
        (await bobs).AssertSilentSuccess();
        string[] lines = File.ReadAllLines(_sandbox.Files["d/f"]);
        Assert.Equal((200, 200), (lines.Count(line => line == "1111"), lines.Count(line => line == "2222")));
        Assert.Equal(["f.lock"], Names("d/.locks"));
        FileState lockFile = FileState.Of(_sandbox.Files["d/.locks/f.lock"]);
        Assert.Equal((Team, "660"), (lockFile.Group, lockFile.Octal));
        Assert.Empty(Names("d").Except([".locks", "f"]));
    }

    [Fact]
    public async Task Where_others_may_write_and_nothing_is_shared_a_write_says_so_once_and_how_to_share()
    {
        await Make($"chown {Ann}:{Team} d; chmod 2775 d");

        ProgramResult result = await As(Ann, "echo x | \"$M\" d/f").RunAsync();

        Assert.Single(result.AssertStatus(0).Error.Split('\n'), line => line.StartsWith("mutx: warning: ", StringComparison.Ordinal));
        Assert.Contains("d/f", result.Error);
        Assert.Contains($"mutx share '{_sandbox.Files["d"]}'", result.Error);
        Assert.Contains("mutx share", (await As(Ann, "echo x | \"$M\" d/f --no-wait").RunAsync()).AssertStatus(0).Error);
        Assert.Contains("mutx share", (await As(Ann, "\"$M\" run d/f -- true").RunAsync()).AssertStatus(0).Error);
        (await As(Ann, "echo x | \"$M\" d/f -q").RunAsync()).AssertSilentSuccess();
        (await As(Ann, "\"$M\" share d").RunAsync()).AssertStatus(0);
        (await As(Ann, "echo x | \"$M\" d/f").RunAsync()).AssertSilentSuccess();
    }

    [Theory]
    [InlineData("chmod 775 d; chown 1111:1111 d", false)] // a group of one's own has nobody else in it
    [InlineData("chmod 777 d; chown 1111 d", true)]
    [InlineData("chmod 1777 d", false)] // nobody replaces another's file there
    [InlineData("chmod 1777 d; touch d/f; chown 1111 d/f; chmod 666 d/f", true)]
    [InlineData("chmod 755 d; chown 1111 d; touch d/f", true)] // root's
    [InlineData("chmod 755 d; chown 1111 d; touch d/f; chown 1111:3333 d/f; chmod 664 d/f", true)]
    [InlineData("chmod 755 d; chown 1111 d; touch d/f; chown 1111:1111 d/f; chmod 664 d/f", false)]
    public async Task It_is_said_only_where_somebody_else_may_write_the_file_or_its_directory(string made, bool isSaid)
    {
        await Make(made);

        ProgramResult result = await As(Ann, "echo x | \"$M\" d/f").RunAsync();

        Assert.Equal(isSaid, result.AssertStatus(0).Error.Contains("mutx share", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Ann, Ann)]
    [InlineData(Ann, 0)]
    [InlineData(0, Ann)]
    [InlineData(0, 0)]
    public async Task Root_and_the_user_whose_directory_it_is_exclude_each_other(int sharer, int first)
    {
        await Make($"chown {Ann} d");
        (await As(sharer, "\"$M\" share d").RunAsync()).AssertStatus(0);
        (await As(first, "\"$M\" run d/f -- true").RunAsync()).AssertSilentSuccess();

        foreach ((int holder, int other) in new[] { (0, Ann), (Ann, 0) })
        {
            using RunningProgram running = As(holder, "\"$M\" run d/f -- sh -c 'echo held; exec cat'").Start();
            await running.OutputContains("held");

            ProgramResult result = await As(other, "echo new | \"$M\" update d/f --create --no-wait -- cat").RunAsync();

            result.AssertError(2, "d/f");
            running.CloseInput();
            (await running.WaitAsync()).AssertStatus(0);
            (await As(other, "\"$M\" update d/f --create --no-wait -q -- echo new").RunAsync()).AssertSilentSuccess();
        }
    }

    [Fact]
    public async Task The_same_directory_by_another_path_has_the_same_locks()
    {
        ProgramResult result = await MountNamespace.Shell(_sandbox, """
            mkdir d e; mkfifo ready; "$M" share d > /dev/null; mount --bind d e
            try() { s=0; "$M" run "$1" --no-wait -q -- true || s=$?; echo $s; }
            "$M" run d/f -- sh -c 'echo > ready; exec sleep 1000' & read x < ready
            try e/f; try d/f; umount e; mv d g; try g/f
            kill $!; wait $! || true; try g/f
            """).RunAsync();

        Assert.Equal("2\n2\n2\n0\n", result.AssertStatus(0).Output);
    }

    [Theory]
    [InlineData("HOME")]
    [InlineData("XDG_CACHE_HOME")]
    public async Task One_user_with_two_homes_excludes_himself(string variable)
    {
        await Make($"chown {Ann} d; mkdir h1 h2; chown {Ann} h1 h2");
        (await As(Ann, "\"$M\" share d").RunAsync()).AssertStatus(0);
        using RunningProgram running = As(Ann, "\"$M\" run d/f -- sh -c 'echo held; exec cat'").With(variable, _sandbox.Files["h1"]).Start();
        await running.OutputContains("held");

        (await As(Ann, "\"$M\" run d/f --no-wait -- true").With(variable, _sandbox.Files["h2"]).RunAsync()).AssertError(2);

        running.CloseInput();
        (await running.WaitAsync()).AssertStatus(0);
    }

    [Theory]
    [InlineData("0755", 0, "mkdir elsewhere; ln -s ../elsewhere d/.locks", "symbolic link")]
    [InlineData("1777", Ann, "mkdir elsewhere; ln -s ../elsewhere d/.locks; chown -h 1111 d/.locks", "symbolic link")]
    [InlineData("0755", 0, "touch d/.locks", "regular file")]
    [InlineData("0755", 0, "mkfifo d/.locks", "FIFO")]
    [InlineData("1777", Ann, "mkdir d/.locks; chown 2222 d/.locks; chmod 777 d/.locks", "user 2222")]
    [InlineData("0755", 0, "mkdir d/.locks; chmod 777 d/.locks", "may write")]
    [InlineData("2775", 0, "mkdir d/.locks; chgrp 3333 d/.locks; chmod 775 d/.locks", "may write")]
    [InlineData("0755", Ann, "mkdir d/.locks; chown 2222 d/.locks", "user 2222")]
    [InlineData("1777", Ann, "mkdir d/.locks; chown 2222 d/.locks; chmod 0 d/.locks", "user 2222")]
    public async Task One_that_was_planted_is_not_followed_has_no_effect_and_is_named(string mode, int owner, string made, string why)
    {
        await Make($"{made}\nchown {owner} d; chmod {mode} d");

        foreach (int user in mode == "1777" ? new[] { 0, Ann, Bob } : [0])
        {
            ProgramResult result = await As(user, $"echo x | \"$M\" d/f{user} --json").RunAsync();

            JsonElement told = JsonDocument.Parse(result.AssertStatus(0).Output).RootElement;
            Assert.StartsWith(_users.LocksOf(user), told.GetProperty("lock").GetProperty("path").GetString());
            string warning = Assert.Single(told.GetProperty("warnings").EnumerateArray().Select(each => each.GetString()!), each => each.Contains("/.locks'"));
            Assert.Contains(why, warning);
        }

        Assert.True(!Directory.Exists(_sandbox.Files["elsewhere"]) || Names("elsewhere").Length == 0);
    }

    [Theory]
    [InlineData("1777", Ann, Ann, "777")]
    [InlineData("1777", Ann, 0, "777")]
    [InlineData("0777", Ann, Bob, "777")]
    [InlineData("2775", Ann, Bob, "775")]
    [InlineData("0755", Ann, Ann, "755")]
    [InlineData("0755", Ann, 0, "755")]
    public async Task One_of_whoever_speaks_for_the_directory_counts(string mode, int owner, int maker, string its)
    {
        await Make($"mkdir d/.locks; chown {maker}:{Team} d/.locks; chmod {its} d/.locks; chown {owner}:{Team} d; chmod {mode} d");

        (await As(0, "echo x | \"$M\" d/f").RunAsync()).AssertSilentSuccess();

        Assert.Equal(["f.lock"], Names("d/.locks"));
    }

    [Fact]
    public async Task In_a_sticky_directory_the_second_user_of_a_lock_file_needs_no_leave_to_create_it()
    {
        await Make($"chmod 1777 d; chown {Ann} d; touch d/f; chmod 666 d/f");
        (await As(Ann, "\"$M\" share d").RunAsync()).AssertStatus(0);
        (await As(Ann, "umask 077; \"$M\" run d/f -- true").RunAsync()).AssertSilentSuccess();
        using Strace strace = new();
        strace.Trace("openat,open,linkat");

        // What fs.protected_regular refuses there is O_CREAT on a file that is another user's.
        (await strace.Around(As(Bob, "umask 077; \"$M\" run d/f -- true")).RunAsync()).AssertSilentSuccess();

        Assert.Equal(("666", Ann), (FileState.Of(_sandbox.Files["d/.locks/f.lock"]).Octal, FileState.Of(_sandbox.Files["d/.locks/f.lock"]).Owner));
        Assert.Contains(strace.Calls, call => call.Arguments.Contains("f.lock"));
        Assert.DoesNotContain(strace.Calls, call => call.Arguments.Contains("f.lock") && call.Arguments.Contains("O_CREAT"));
    }

    [Theory]
    [InlineData("2770", "000", "660")]
    [InlineData("2770", "077", "660")]
    [InlineData("2775", "777", "660")]
    [InlineData("0770", "022", "660")]
    [InlineData("0777", "022", "666")]
    [InlineData("0755", "000", "600")]
    public async Task A_new_lock_file_is_for_all_who_may_write_its_directory_whatever_the_umask(
        string mode, string umask, string expected)
    {
        await Make($"chown {Ann}:{Team} d; chmod {mode} d");
        (await As(Ann, "\"$M\" share d").RunAsync()).AssertStatus(0);

        (await As(Ann, $"umask {umask}; \"$M\" run d/f -- true").RunAsync()).AssertSilentSuccess();

        FileState state = FileState.Of(_sandbox.Files["d/.locks/f.lock"]);
        Assert.Equal((expected, Team), (state.Octal, state.Group));
    }

    [Fact]
    public async Task The_mode_that_was_asked_for_is_what_it_gets_whatever_the_umask()
    {
        await Make($"chown {Ann}:{Team} d; chmod 2770 d");
        (await As(Ann, "\"$M\" share d").RunAsync()).AssertStatus(0);

        (await As(Ann, "umask 077; \"$M\" run d/a -- true").With("MUTX_LOCK_MODE", "0640").RunAsync()).AssertSilentSuccess();
        (await As(Ann, "umask 077; \"$M\" run d/b --lock-mode 604 -- true").With("MUTX_LOCK_MODE", "0640").RunAsync()).AssertSilentSuccess();

        Assert.Equal(("640", "604"), (FileState.Of(_sandbox.Files["d/.locks/a.lock"]).Octal, FileState.Of(_sandbox.Files["d/.locks/b.lock"]).Octal));
        (await As(Ann, "\"$M\" run d/c -- true").With("MUTX_LOCK_MODE", "rw").RunAsync()).AssertError(1, "MUTX_LOCK_MODE", "'rw'");
        (await As(Ann, "\"$M\" run d/c -- true").With("MUTX_LOCK_MODE", "77777").RunAsync()).AssertError(1, "MUTX_LOCK_MODE", "'77777'");
    }

    [Fact]
    public async Task A_lock_file_without_permission_is_an_error_that_names_its_owner_and_mode_and_the_cure()
    {
        await Make($"chown {Ann}:{Team} d; chmod 2770 d");
        (await As(Ann, "\"$M\" share d").RunAsync()).AssertStatus(0);
        (await As(Ann, "\"$M\" run d/f --lock-mode 600 -- true").RunAsync()).AssertSilentSuccess();

        (await As(Bob, "\"$M\" run d/f -- true").RunAsync())
            .AssertError(1, "/d/.locks/f.lock'", "user 1111", "group 3333", "mode is 600", $"mutx share '{_sandbox.Files["d"]}'");

        (await As(Ann, "\"$M\" share d").RunAsync()).AssertStatus(0);
        (await As(Bob, "\"$M\" run d/f -- true").RunAsync()).AssertSilentSuccess();
    }

    [Fact]
    public async Task Who_may_not_enter_it_is_told_whose_it_is()
    {
        await Make($"mkdir d/.locks; chown {Ann}:{Team} d d/.locks; chmod 2770 d/.locks; chmod 2775 d");

        (await As(4444, "\"$M\" run -s d/f -- true").RunAsync()).AssertError(1, "/d/.locks'", "user 1111", "group 3333", "mode is 2770");
    }

    [Fact]
    public async Task A_place_that_was_named_differs_from_it_with_a_warning_and_the_one_of_the_environment_gives_way()
    {
        await Make("");
        (await As(0, "\"$M\" share d").RunAsync()).AssertStatus(0);

        foreach (string place in new[] { "--lock-dir \"$PWD/l\"", "--lock-file \"$PWD/l.lock\"" })
        {
            ProgramResult named = await As(0, $"\"$M\" run d/f {place} -- true").RunAsync();
            Assert.Contains("warning: there is a '.locks' beside 'd/f'", named.AssertStatus(0).Error);
        }

        Assert.Empty(Names("d/.locks"));
        (await As(0, "\"$M\" run d/f -- true").With("MUTX_LOCK_DIR", _sandbox.Files["e"]).RunAsync()).AssertSilentSuccess();
        Assert.Contains("MUTX_LOCK_DIR", (await As(0, "\"$M\" run d/f -v -- true").With("MUTX_LOCK_DIR", _sandbox.Files["e"]).RunAsync()).AssertStatus(0).Error);
        (await As(0, "\"$M\" run d/f --lock-dir \"$PWD/d/.locks\" -- true").RunAsync()).AssertSilentSuccess();
        (await As(0, "\"$M\" run d/f --lock-file \"$PWD/d/.locks/f.lock\" -- true").RunAsync()).AssertSilentSuccess();
        Assert.Equal(["f.lock"], Names("d/.locks"));
        Assert.False(Directory.Exists(_sandbox.Files["e"]));
    }

    [Fact]
    public async Task A_relative_lock_directory_is_refused()
    {
        (await _sandbox.Mutx("f", "--lock-dir", "locks").Input("x").RunAsync()).AssertError(1, "--lock-dir", "'locks'", "relative");
        (await _sandbox.Mutx("f").With("MUTX_LOCK_DIR", "locks").Input("x").RunAsync()).AssertError(1, "MUTX_LOCK_DIR", "'locks'", "relative");
        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task A_name_too_long_for_it_is_cut_and_keeps_the_hash_of_the_name()
    {
        string file = string.Concat(Enumerable.Repeat("語", 84)) + "xx"; // 254 bytes
        await Make("");
        (await As(0, "\"$M\" share d").RunAsync()).AssertStatus(0);

        (await _sandbox.Mutx(Path.Combine("d", file)).Input("x").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx(Path.Combine("d", new string('y', 250))).Input("x").RunAsync()).AssertSilentSuccess();

        string hash = LockNames.Hash(file);
        Assert.Equal([string.Concat(Enumerable.Repeat("語", 80)) + $".{hash}.lock", new string('y', 250) + ".lock"], Names("d/.locks").Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public async Task Status_and_housekeeping_see_it()
    {
        await Make("touch d/f d/yarn.lock");
        (await As(0, "\"$M\" share d").RunAsync()).AssertStatus(0);
        using RunningProgram running = As(0, "\"$M\" run d/f -- sh -c 'echo held; exec cat'").Start();
        await running.OutputContains("held");
        (await As(0, "\"$M\" run d/g -- true").RunAsync()).AssertSilentSuccess();

        string all = (await As(0, "cd d; \"$M\" status").RunAsync()).AssertStatus(0).Output;
        string one = (await As(0, "\"$M\" status d/f").RunAsync()).AssertStatus(0).Output;
        (await As(0, "\"$M\" housekeep locks d").RunAsync()).AssertStatus(0);

        Assert.Contains($"{_sandbox.Files["d/f"]}  held", all);
        Assert.Contains("held", one);
        Assert.Equal(["f.lock"], Names("d/.locks"));
        running.CloseInput();
        (await running.WaitAsync()).AssertStatus(0);
    }

    [Fact]
    public async Task Where_no_directory_was_named_only_lock_files_of_mutx_are_swept()
    {
        await Make("mkdir -p l; touch l/yarn.lock l/a.b.c.deadbeef.lock l/a.b.c.deadbeef.lock.turn l/x.DEADBEEF.lock");

        (await As(0, "\"$M\" housekeep locks").With("MUTX_LOCK_DIR", _sandbox.Files["l"]).RunAsync()).AssertStatus(0);

        Assert.Equal(["x.DEADBEEF.lock", "yarn.lock"], Names("l").Order(StringComparer.Ordinal));
        (await As(0, "\"$M\" housekeep locks l").RunAsync()).AssertStatus(0);
        Assert.Empty(Names("l"));
    }

    [Fact]
    public async Task Lock_files_of_others_in_a_sticky_directory_are_kept_without_failing()
    {
        await Make($"chmod 1777 d; touch d/f; chmod 666 d/f");
        (await As(0, "\"$M\" share d").RunAsync()).AssertStatus(0);
        (await As(Ann, "\"$M\" run d/anns -- true").RunAsync()).AssertStatus(0);
        (await As(Bob, "\"$M\" run d/bobs -- true").RunAsync()).AssertStatus(0);

        (await As(Bob, "\"$M\" housekeep locks d").RunAsync()).AssertStatus(0);

        Assert.Equal(["anns.lock"], Names("d/.locks"));
    }

    private ProgramRun As(int user, string script) => user == 0
        ? _sandbox.Shell(script).With("HOME", _users.HomeOf(0))
        : _users.As(user, _sandbox.Shell(script), user is Ann or Bob ? [Team] : []);

    private string[] Names(string directory) => [.. Directory.GetFileSystemEntries(_sandbox.Files[directory]).Select(each => Path.GetFileName(each)!)];

    private async Task Make(string script) => (await _sandbox.Shell($"set -e; mkdir d\n{script}").RunAsync()).AssertStatus(0);
}
