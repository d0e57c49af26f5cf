namespace Mutx.Cli.Tests;

/// <summary>
/// Whose home and cache lock files go to by default: the effective user's own, whatever the environment says. In a mount
/// namespace of the test's own, with a table of users of its own.
/// </summary>
public sealed class HomeOfTheUser : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("HOME=$PWD/theirs")]
    [InlineData("HOME=$PWD/gone")]
    [InlineData("HOME=relative")]
    [InlineData("HOME=")]
    [InlineData("XDG_CACHE_HOME=$PWD/theirs/.cache")]
    [InlineData("HOME=$PWD/theirs XDG_CACHE_HOME=$PWD/theirs/a/b")]
    public async Task A_home_or_cache_of_somebody_else_is_not_used_but_the_one_of_the_table_of_users(string environment)
    {
        ProgramResult result = await Run($"""
            mkdir theirs theirs/.cache mine; chown -R 2222 theirs
            printf 'daemon:x:1:1::/gone:/bin/sh\nroot:x:0:0::%s/mine:/bin/sh\n' "$PWD" > passwd
            mount --bind passwd /etc/passwd
            [ {(environment.Contains("XDG") && !environment.Contains("HOME=$PWD/theirs ") ? "1" : "0")} = 1 ] && export HOME=$PWD/mine
            echo x | env {environment} "$M" f
            find theirs mine | sort
            """);

        Assert.Equal(
            ["mine", "mine/.cache", "mine/.cache/mutx", "mine/.cache/mutx/locks", $"mine/.cache/mutx/locks/{Name}", "theirs", "theirs/.cache"],
            result.AssertStatus(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", result.Error);
    }

    [Theory]
    [InlineData("env -u HOME -u XDG_CACHE_HOME")]
    [InlineData("env -i")]
    public async Task Without_a_home_it_is_the_one_of_the_table_of_users(string environment)
    {
        ProgramResult result = await Run($"""
            mkdir mine
            printf '# \377\nroot\nroot:x:0:0:\304rger:%s/mine:/bin/sh\n' "$PWD" > passwd; mount --bind passwd /etc/passwd
            echo x | {environment} "$M" f
            ls mine/.cache/mutx/locks
            """);

        Assert.Equal($"{Name}\n", result.AssertStatus(0).Output);
    }

    [Theory]
    [InlineData("root:x:0:0::/gone:/bin/sh")]
    [InlineData("root:x:0:0::'$PWD'/theirs:/bin/sh")]
    [InlineData("other:x:7:7::/:/bin/sh")]
    [InlineData("root:x:0:0::relative:/bin/sh")]
    [InlineData("root:x")]
    [InlineData("")]
    public async Task Without_any_home_it_is_the_runtime_directory_and_without_that_an_error_that_names_the_ways_out(string line)
    {
        ProgramResult result = await Run($"""
            mkdir theirs; chown 2222 theirs
            echo '{line}' > passwd; mount --bind passwd /etc/passwd
            mkdir -p /run/user; mount -t tmpfs none /run/user; unset HOME
            (s=0; echo x | "$M" f || s=$?; echo $s; ls -A /run/user theirs; ls f)
            mkdir /run/user/0; chown 2222 /run/user/0; (s=0; echo x | "$M" f || s=$?; echo $s)
            chown 0 /run/user/0; chmod 700 /run/user/0
            (s=0; echo x | "$M" f || s=$?; echo $s; stat -c '%a %u %n' /run/user/0/*; ls /run/user/0/mutx)
            """);

        string[] errors = result.Error.Split("mutx: ", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"1\n/run/user:\n\ntheirs:\n1\n0\n700 0 /run/user/0/mutx\n{Name}\n", result.AssertStatus(0).Output);
        Assert.Equal(2, errors.Count(each => each.Contains("--lock-dir") && each.Contains("MUTX_LOCK_DIR")));
    }

    [Theory]
    [InlineData("mkdir -p mine/.cache/mutx elsewhere; ln -s \"$PWD/elsewhere\" mine/.cache/mutx/locks", "symbolic link")]
    [InlineData("mkdir -p mine/.cache/mutx/locks elsewhere; chown 2222 mine/.cache/mutx/locks", "user 2222")]
    [InlineData("mkdir -p mine/.cache/mutx elsewhere; touch mine/.cache/mutx/locks", "regular file")]
    public async Task A_default_lock_directory_that_is_a_link_or_another_users_is_refused(string made, string why)
    {
        ProgramResult result = await Run($"""
            {made}; export HOME=$PWD/mine
            s=0; echo x | "$M" f || s=$?; echo $s
            s=0; "$M" housekeep locks --older-than 0s > /dev/null || s=$?; echo $s
            ls -A elsewhere; ls f
            """);

        Assert.Equal("1\n1\n", result.Output);
        Assert.Contains("/mine/.cache/mutx/locks'", result.Error);
        Assert.Contains(why, result.Error);
    }

    [Fact]
    public async Task A_cache_behind_a_link_of_ones_own_is_used()
    {
        ProgramResult result = await Run("""
            mkdir mine elsewhere; ln -s "$PWD/elsewhere" mine/.cache; export HOME=$PWD/mine
            echo x | "$M" f; ls elsewhere/mutx/locks
            """);

        Assert.Equal($"{Name}\n", result.AssertStatus(0).Output);
    }

    private string Name => LockNames.For(_sandbox.Files["f"]);

    private Task<ProgramResult> Run(string script) => MountNamespace.Shell(_sandbox, "set +e\n" + script + "\ntrue").RunAsync();
}
