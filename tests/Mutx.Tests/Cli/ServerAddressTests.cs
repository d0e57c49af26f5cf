using Mutx.Cli.Requests;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Tests.Cli;

/// <summary>Lock servers as people name them.</summary>
public sealed class ServerAddressTests
{
    [Fact]
    public void All_parts_of_an_address_are_understood()
    {
        Assert.True(ServerAddress.TryParse("postgres://a%40b:p%3Aw%40x@h1:5433,[::1],db.example:1/app%20db?sslmode=verify-full&namespace=x", out ServerAddress? address, out _));
        Assert.Equal((ServerKind.Postgres, "a@b", "p:w@x", "app db"), (address.Kind, address.User, address.Password, address.Database));
        Assert.Equal([("h1", 5433), ("[::1]", null), ("db.example", 1)], address.Hosts);
        Assert.Equal(("verify-full", "x", null), (address.Setting("sslmode"), address.Setting("namespace"), address.Setting("sslcert")));
        Assert.Equal("postgres://h1:5433,[::1],db.example:1", address.ToString());

        Assert.True(ServerAddress.TryParse("postgresql:///", out address, out _));
        Assert.Equal((ServerKind.Postgres, null, null, null), (address.Kind, address.User, address.Password, address.Database));
        Assert.Empty(address.Hosts);
        Assert.True(ServerAddress.TryParse("etcd://user@a,b:99?tls=yes&lease=5s", out address, out _));
        Assert.Equal((ServerKind.Etcd, "user", null, "yes"), (address.Kind, address.User, address.Password, address.Setting("tls")));
        Assert.Equal([("a", null), ("b", 99)], address.Hosts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("mysql://secret@h/x")]
    [InlineData("POSTGRES://secret@h/x")]
    [InlineData("etcd://")]
    [InlineData("etcd://secret:secret@h/path")]
    [InlineData("etcd://secret:secret@h?lease")]
    [InlineData("etcd://secret:secret@h?sslmode=x")]
    [InlineData("postgres://secret:secret@h?tls=yes")]
    [InlineData("postgres://secret:secret@h:0/x")]
    [InlineData("postgres://secret:secret@h:65536/x")]
    [InlineData("postgres://secret:secret@h:/x")]
    [InlineData("postgres://secret:secret@h:x/x")]
    [InlineData("postgres://secret:12/secret@h/x")]
    [InlineData("postgres://secret:12?secret@h/x")]
    [InlineData("postgres://secret:12#secret@h/x")]
    [InlineData("postgres://secret:12/x@secret")]
    [InlineData("postgres://secret:secret@h/a/b")]
    [InlineData("postgres://[::1/db")]
    [InlineData("postgres://::1/db")]
    [InlineData("postgres://[::1]x/db")]
    [InlineData("postgres://[127.0.0.1]/db")]
    [InlineData("postgres://[secret]/db")]
    [InlineData("postgres://:5432/db")]
    [InlineData("postgres://a,,b/db")]
    [InlineData("postgres://a b/db")]
    [InlineData("postgres://a%00b/db")]
    [InlineData("postgres://h/db?port=secret")]
    [InlineData("postgres://h/db?sslmode=secret")]
    [InlineData("postgres://h/db?sslkey=secret")]
    [InlineData("postgres://h/db?host=")]
    [InlineData("postgres://h/db?host=/a&host=/b")]
    [InlineData("etcd://a#b:2791")]
    [InlineData("etcd://h?tls=secret")]
    [InlineData("etcd://h?key=secret")]
    [InlineData("etcd://h?tls=no&cacert=secret")]
    [InlineData("etcd://h?lease=secret")]
    [InlineData("etcd://h?lease=2s")]
    [InlineData("etcd://h,")]
    public void What_makes_no_sense_is_refused_without_being_repeated(string text)
    {
        Assert.False(ServerAddress.TryParse(text, out ServerAddress? address, out string problem));
        Assert.Null(address);
        Assert.NotEmpty(problem);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_stands_in_for_the_option_and_only_there_may_be_a_password()
    {
        const string Open = "postgres://u:secret@h/x";
        Assert.Equal("secret", Read(["f"], Open, out _)!.Server!.Password);
        Assert.Equal(ServerKind.Etcd, Read(["f", "--lock-provider", "etcd://h"], Open, out _)!.Server!.Kind);
        Assert.Null(Read(["f", "--lock-provider", Open], null, out string? problem));
        Assert.Contains("MUTX_LOCK_PASSWORD_FILE", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
        Assert.NotNull(Read(["restore", "f"], Open, out _)!.Server);
        Assert.Null(Read(["restore", "f", "--no-lock"], Open, out _)!.Server);
        Assert.Null(Read(["status"], Open, out _)!.Server);
        Assert.NotNull(Read(["status", "f"], Open, out _)!.Server);
    }

    [Fact]
    public void A_fence_is_ignored_or_begun_anew_only_where_that_was_asked_for()
    {
        Assert.Equal(FencePolicy.Enforce, PolicyOf("f"));
        Assert.Equal(FencePolicy.Ignore, PolicyOf("f", "--unfenced"));
        Assert.Equal(FencePolicy.Reset, PolicyOf("f", "--reset-fence", "--lock-provider", "etcd://h"));
        Assert.Null(Read(["f", "--reset-fence"], null, out _));
        Assert.Null(Read(["f", "--reset-fence", "--unfenced"], "etcd://h", out _));
        Assert.Null(Read(["f", "--unfenced", "--lock-provider", "etcd://h"], null, out _));
    }

    [Fact]
    public void What_happens_to_a_command_whose_lock_is_lost_can_be_chosen()
    {
        var usual = (RunRequest)Read(["run", "f", "--", "x"], null, out _)!;
        Assert.Equal((LostLock.Terminate, TimeSpan.FromSeconds(10)), (usual.OnLost, usual.KillAfter));
        var chosen = (RunRequest)Read(["run", "f", "--on-lost", "kill", "--kill-after", "2m", "--", "x"], "etcd://h", out _)!;
        Assert.Equal((LostLock.Kill, TimeSpan.FromMinutes(2)), (chosen.OnLost, chosen.KillAfter));
        Assert.Null(Read(["run", "f", "--kill-after", "500", "--", "x"], "etcd://h", out _));
    }

    [Fact]
    public void What_is_said_of_a_loss_is_refused_where_no_lock_can_be_lost()
    {
        Assert.Null(Read(["run", "f", "--on-lost", "kill", "--", "x"], null, out string? problem));
        Assert.Contains("'--on-lost' needs '--lock-provider' or '--lock-method claim'", problem, StringComparison.Ordinal);
        Assert.Null(Read(["run", "f", "--kill-after", "1s", "--lock-method", "kernel", "--", "x"], null, out _));
        Assert.NotNull(Read(["run", "f", "--kill-after", "1s", "--lock-method", "claim", "--", "x"], null, out _));
    }

    [Fact]
    public void The_token_of_the_lock_that_is_held_already_is_used_for_that_file_alone_and_only_without_a_lock()
    {
        var token = new FencingToken("etcd:cdf8", LockKey.For("team", Path.GetFullPath("f")).Short, 0, 7);
        Assert.Equal(token, TokenOf(token.ToString(), "f", "--no-lock"));
        Assert.Equal(token, TokenOf(token.ToString(), "restore", "f", "--no-lock"));
        Assert.Null(TokenOf(token.ToString(), "f"));
        Assert.Null(TokenOf(token.ToString(), "g", "--no-lock"));
        Assert.Null(TokenOf("etcd:cdf8:nonsense:0:7", "f", "--no-lock"));
        Assert.Null(RequestReader.Read(["f", "--no-lock"], name => name == "MUTX_FENCING_TOKEN" ? "7" : null, out var error));
        Assert.Contains("MUTX_FENCING_TOKEN", error!.Message, StringComparison.Ordinal);

        static FencingToken? TokenOf(string told, params string[] arguments)
        {
            Request request = RequestReader.Read(arguments, name => name == "MUTX_FENCING_TOKEN" ? told : null, out _)!;
            return request is RestoreRequest restore ? restore.Options.File.FencingToken : ((WriteRequest)request).Options.File.FencingToken;
        }
    }

    private static FencePolicy PolicyOf(params string[] arguments) => ((WriteRequest)Read(arguments, null, out _)!).Options.File.FencePolicy;

    private static Request? Read(string[] arguments, string? server, out string? problem)
    {
        Request? request = RequestReader.Read(arguments, name => name == "MUTX_LOCK_PROVIDER" ? server : null, out Mutx.Cli.CommandLine.ParseError? error);
        problem = error?.Message;
        return request;
    }
}
