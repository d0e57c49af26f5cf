using System.Text.Json;

namespace Mutx.Cli.Tests;

/// <summary>The command <c>share</c>: what it makes, repairs and refuses, and what it says of it.</summary>
public sealed class Sharing : IDisposable
{
    private const int Ann = 1111;
    private const int Bob = 2222;
    private const int Team = 3333;

    private readonly Sandbox _sandbox = new();
    private readonly Accounts _users;

    public Sharing()
    {
        Need.Root();
        _users = new Accounts(_sandbox);
    }

    public void Dispose()
    {
        _users.Dispose();
        _sandbox.Dispose();
    }

    [Theory]
    [InlineData("0700", "2700")]
    [InlineData("0755", "2755")]
    [InlineData("2775", "2775")]
    [InlineData("0720", "2730")] // who may write has to enter, but can't list names there that he can't list here
    [InlineData("1777", "3777")]
    [InlineData("3770", "3770")]
    public async Task It_gets_the_group_and_permissions_of_its_directory_and_set_group_id(string mode, string expected)
    {
        await Make($"chown {Ann}:{Team} d; chmod {mode} d");

        ProgramResult first = await As(Ann, "umask 077; \"$M\" share d").RunAsync();
        ProgramResult second = await As(Ann, "\"$M\" share d").RunAsync();
        ProgramResult roots = await As(0, "\"$M\" share d").RunAsync();

        FileState state = FileState.Of(_sandbox.Files["d/.locks"]);
        Assert.Equal((expected, Ann), (state.Octal, state.Owner));
        Assert.StartsWith($"made 'd/.locks' (mode {expected})\n", first.AssertStatus(0).Output);
        Assert.Contains("was tried", first.Output);
        Assert.Equal(second.AssertStatus(0).Output, roots.AssertStatus(0).Output);
        Assert.StartsWith("nothing to change", second.Output);
        Assert.Equal([".locks"], Names("d"));
        Assert.Empty(Names("d/.locks"));
    }

    [Fact]
    public async Task What_root_makes_belongs_to_the_owner_of_the_directory()
    {
        await Make($"chown {Ann}:{Team} d; chmod 750 d");

        (await As(0, "\"$M\" share d").RunAsync()).AssertStatus(0);

        FileState state = FileState.Of(_sandbox.Files["d/.locks"]);
        Assert.Equal(("2750", Ann, Team), (state.Octal, state.Owner, state.Group));
    }

    [Fact]
    public async Task A_group_gets_the_directory_itself_first()
    {
        await Make($"chown {Ann}:{Ann} d; chmod 711 d");

        ProgramResult result = await As(Ann, $"\"$M\" share d --group {Team}").RunAsync();

        Assert.Contains($"gave 'd' to group {Team} (it was of group {Ann})\n", result.AssertStatus(0).Output);
        Assert.Contains("gave 'd' the mode 2771 (it was 711)\n", result.Output);
        Assert.Equal(("2771", Team), (FileState.Of(_sandbox.Files["d"]).Octal, FileState.Of(_sandbox.Files["d"]).Group));
        Assert.Equal(("2771", Team), (FileState.Of(_sandbox.Files["d/.locks"]).Octal, FileState.Of(_sandbox.Files["d/.locks"]).Group));
        Assert.StartsWith("nothing to change", (await As(Ann, $"\"$M\" share d --group {Team}").RunAsync()).AssertStatus(0).Output);
        (await As(Bob, "\"$M\" run d/f -- true").RunAsync()).AssertSilentSuccess();
    }

    [Fact]
    public async Task A_group_may_be_named()
    {
        ProgramResult result = await MountNamespace.Shell(_sandbox, """
            mkdir d; printf 'wheel:x:10:\nteam:x:3333:ann,bob\n' > group; mount --bind group /etc/group
            "$M" share d --group team > /dev/null; stat -c '%g %a' d d/.locks
            s=0; "$M" share d --group staff || s=$?; echo $s
            """).RunAsync();

        Assert.Equal("3333 2775\n3333 2775\n1\n", result.AssertStatus(0).Output);
        Assert.Contains("no group 'staff'", result.Error);
    }

    [Fact]
    public async Task It_repairs_what_chmod_and_chown_left_behind_and_the_lock_files_from_before()
    {
        await Make($"chown {Ann}:{Ann} d; chmod 755 d");
        (await As(Ann, "\"$M\" share d").RunAsync()).AssertStatus(0);
        (await As(Ann, "\"$M\" run d/f -- true").RunAsync()).AssertSilentSuccess();
        (await As(0, "\"$M\" run d/g -- true").RunAsync()).AssertSilentSuccess();
        await Script("echo mine > d/.locks/full.lock; touch x; ln x d/.locks/linked.lock; chmod 600 d/.locks/* x");

        string[] others = ["full.lock", "linked.lock"];
        List<(string, int, int)> before = [.. others.Select(name => State($"d/.locks/{name}"))];

        ProgramResult result = await As(0, $"\"$M\" share d --group {Team}").RunAsync();

        Assert.Contains("repaired 'd/.locks': user 1111, group 3333, mode 2775 (it was 1111, 1111, 2755)\n", result.AssertStatus(0).Output);
        Assert.Contains("use 2 lock files in 'd/.locks'", result.Output);
        Assert.All(["f.lock", "g.lock"], name => Assert.Equal(("660", Ann, Team), State($"d/.locks/{name}")));
        Assert.Equal(before, others.Select(name => State($"d/.locks/{name}")));
        (await As(Bob, "\"$M\" run d/f -- true").RunAsync()).AssertSilentSuccess();
        Assert.StartsWith("nothing to change", (await As(0, "\"$M\" share d").RunAsync()).AssertStatus(0).Output);
    }

    [Theory]
    [InlineData(Ann)]
    [InlineData(0)]
    public async Task A_private_directory_that_somebody_gave_the_name_is_not_opened_to_all(int user)
    {
        await Make($"mkdir d/private; echo secret > d/private/diary; chown -R {user} d/private; chmod 700 d/private; chown {Ann}:{Team} d; chmod 2775 d");
        (await As(Bob, "mv d/private d/.locks").RunAsync()).AssertStatus(0);

        (await As(user, "\"$M\" share d").RunAsync()).AssertError(1, "d/.locks/diary", "no lock file");

        Assert.Equal(("700", user), (FileState.Of(_sandbox.Files["d/.locks"]).Octal, FileState.Of(_sandbox.Files["d/.locks"]).Owner));
    }

    [Fact]
    public async Task What_only_root_can_repair_is_an_error_that_names_it()
    {
        await Make($"chown {Ann}:{Team} d; chmod 2775 d");
        (await As(Ann, "\"$M\" share d").RunAsync()).AssertStatus(0);
        (await As(Bob, "\"$M\" run d/f --lock-mode 600 -- true").RunAsync()).AssertSilentSuccess();

        ProgramResult result = await As(Ann, "\"$M\" share d").RunAsync();

        Assert.Contains("'d/.locks/f.lock'", result.AssertStatus(1).Error);
        Assert.Contains("user 2222", result.Error);
        (await As(0, "\"$M\" share d").RunAsync()).AssertStatus(0);
        (await As(Ann, "\"$M\" run d/f -- true").RunAsync()).AssertSilentSuccess();
    }

    [Theory]
    [InlineData("ln -s d link", Ann, "link", "symbolic link")]
    [InlineData("ln -s d link", Ann, "link/", "symbolic link")]
    [InlineData("ln -s d link", 0, "link", "symbolic link")]
    [InlineData("true", Bob, "d", "user 1111")]
    [InlineData("touch file", 0, "file", "regular file")]
    [InlineData("true", 0, "nothing", "mkdir -p")]
    [InlineData("mkdir e; ln -s ../e d/.locks", 0, "d", "symbolic link")]
    [InlineData("touch d/.locks", 0, "d", "regular file")]
    [InlineData("mkdir d/.locks; chown 2222 d/.locks", Ann, "d", "user 2222")]
    public async Task It_refuses_links_and_what_is_anothers(string made, int user, string directory, string why)
    {
        await Make($"{made}\nchown {Ann}:{Team} d; chmod 2775 d");
        string before = await Script("find . ! -name . -printf '%p %m %u %g %C@\\n' | sort");

        (await As(user, $"\"$M\" share {directory}").RunAsync()).AssertError(1, directory, why);

        Assert.Equal(before, await Script("find . ! -name . -printf '%p %m %u %g %C@\\n' | sort"));
    }

    [Fact]
    public async Task Who_is_refused_for_what_lies_in_locks_finds_the_directory_as_it_was()
    {
        await Make($"mkdir d/.locks; touch d/.locks/junk; chown {Ann}:{Team} d; chmod 755 d");
        string before = await Script("find . ! -name . -printf '%p %m %u %g %C@\\n' | sort");

        (await As(0, "\"$M\" share d --group 4444").RunAsync()).AssertError(1, "'d/.locks/junk' is no lock file");

        Assert.Equal(before, await Script("find . ! -name . -printf '%p %m %u %g %C@\\n' | sort"));
    }

    [Fact]
    public async Task An_access_list_of_the_directory_holds_for_the_lock_files_too()
    {
        Need.Package("setfacl", "acl");
        await Make($"chown {Ann}:{Ann} d; chmod 700 d; setfacl -m u:{Bob}:rwx d");
        (await As(Ann, "\"$M\" share d").RunAsync()).AssertStatus(0);
        (await As(Ann, "umask 077; \"$M\" run d/f -q -- true").RunAsync()).AssertSilentSuccess();

        (await _users.As(Bob, _sandbox.Shell("\"$M\" run d/f -q -- true")).RunAsync()).AssertSilentSuccess();
        (await _users.As(4444, _sandbox.Shell("\"$M\" run d/f -q -- true")).RunAsync()).AssertStatus(1);

        Assert.StartsWith("nothing to change", (await As(Ann, "\"$M\" share d").RunAsync()).AssertStatus(0).Output);
    }

    [Fact]
    public async Task Json_and_quiet_say_the_same_in_their_ways()
    {
        await Make("chmod 755 d");

        JsonElement first = JsonDocument.Parse((await As(0, "\"$M\" share d --json").RunAsync()).AssertStatus(0).Output).RootElement;
        JsonElement second = JsonDocument.Parse((await As(0, "\"$M\" share d --json").RunAsync()).AssertStatus(0).Output).RootElement;

        Assert.Equal(("share", "d", "d/.locks"), (first.GetProperty("operation").GetString(), first.GetProperty("directory").GetString(), first.GetProperty("lockDirectory").GetString()));
        Assert.Equal((1, 0), (first.GetProperty("changes").GetArrayLength(), second.GetProperty("changes").GetArrayLength()));
        (await As(0, "\"$M\" share d -q").RunAsync()).AssertSilentSuccess();
    }

    [Fact]
    public async Task Two_at_the_same_time_make_one_and_leave_nothing_else()
    {
        await Make("chmod 755 d");
        const string Both = """for i in 1 2 3 4 5 6 7 8; do rm -rf d/.locks; "$M" share d & "$M" share d & "$M" share d & wait; ls -A d; done | grep -c '^\.locks$'""";

        Assert.Equal("8\n", (await As(0, Both).RunAsync()).AssertStatus(0).Output);

        Assert.Equal([".locks"], Names("d"));
        Assert.Equal("2755", FileState.Of(_sandbox.Files["d/.locks"]).Octal);
    }

    private (string, int, int) State(string name)
    {
        FileState state = FileState.Of(_sandbox.Files[name]);
        return (state.Octal, state.Owner, state.Group);
    }

    private ProgramRun As(int user, string script) => user == 0
        ? _sandbox.Shell(script).With("HOME", _users.HomeOf(0))
        : _users.As(user, _sandbox.Shell(script), Team);

    private string[] Names(string directory) => [.. Directory.GetFileSystemEntries(_sandbox.Files[directory]).Select(each => Path.GetFileName(each)!)];

    private Task<string> Make(string script) => Script($"mkdir d\n{script}");

    private async Task<string> Script(string script) => (await _sandbox.Shell($"set -e; {script}").RunAsync()).AssertStatus(0).Output;
}
