using Microsoft.Extensions.Logging;
using Mutx.Cli.CommandLine;
using Mutx.Cli.Requests;
using Mutx.Locking;
using Mutx.Updating;
using Mutx.Writing;

namespace Mutx.Tests.Cli;

public sealed class RequestReaderTests
{
    [Fact]
    public void Without_options_the_defaults_of_the_library_hold()
    {
        WriteRequest request = Accept("f");

        Assert.Equal("f", request.Output);
        Assert.Null(request.Input);
        Assert.Null(request.Command);
        Assert.Null(request.Validator);
        Assert.Equal(ReplaceOptions.Default with { LeftoverSweep = LeftoverSweep.Never, AllowEmpty = false }, request.Options);
        Assert.Equal(new ReportOptions(), request.Report);
    }

    [Fact]
    public void Every_option_of_the_lock_arrives()
    {
        ReplaceOptions options = Accept(
            "f --timeout 5s --max-poll-interval 20ms --lock-file l --lock-mode 0660 --lock-method kernel --follow-lock-symlinks").Options;

        Assert.Equal(TimeSpan.FromSeconds(5), options.LockTimeout);
        Assert.Equal(TimeSpan.FromMilliseconds(20), options.Lock.MaxPollInterval);
        Assert.Equal("l", options.Lock.LockFile);
        Assert.Equal((UnixFileMode)0x1B0, options.Lock.LockFileMode);
        Assert.Equal(LockMethod.Kernel, options.Lock.Method);
        Assert.True(options.Lock.FollowSymlinks);
        Assert.Equal(SymlinkPolicy.Follow, options.File.Symlinks);
        Assert.Equal("d", Accept("f --lock-dir d").Options.Lock.Directory);
    }

    [Fact]
    public void Every_option_of_the_file_arrives()
    {
        AtomicFileOptions file = Accept("f -m 0640 --preserve-owner --follow-symlinks --durability file --stream").Options.File;

        Assert.Equal((UnixFileMode)0x1A0, file.Mode);
        Assert.Equal(OwnerPolicy.Preserve, file.Owner);
        Assert.Equal(SymlinkPolicy.Follow, file.Symlinks);
        Assert.Equal(Durability.FileOnly, file.Durability);
        Assert.Equal(0, file.BufferLimit);
        Assert.Equal(ModePolicy.Default, Accept("f --no-preserve-mode").Options.File.ModePolicy);
        Assert.Equal(OwnerPolicy.TryPreserve, Accept("f --try-preserve-owner").Options.File.Owner);
        Assert.Equal(Durability.None, Accept("f --durability=none").Options.File.Durability);
    }

    [Fact]
    public void Following_the_links_of_lock_files_is_not_implied() =>
        Assert.False(Accept("f --follow-symlinks").Options.Lock.FollowSymlinks);

    [Fact]
    public void Every_check_arrives()
    {
        WriteRequest request = Accept("f --if-changed --require-nonempty --validate jq --if-match absent -i g");

        Assert.True(request.Options.IfChanged);
        Assert.True(request.Options.RequireNonEmpty);
        Assert.Equal(ContentCondition.Absent, request.Options.IfMatch);
        Assert.Equal("jq", request.Validator);
        Assert.Equal("g", request.Input);
    }

    [Fact]
    public void With_a_command_the_lock_is_held_while_it_runs()
    {
        WriteRequest request = Accept("f -- cmd x");

        Assert.Equal(["cmd", "x"], request.Command!);
        Assert.Equal(LockScope.Production, request.Options.Scope);
    }

    [Fact]
    public void Every_option_of_the_report_arrives()
    {
        Assert.Equal(
            new ReportOptions { Verbosity = Verbosity.Verbose, Json = true, Progress = true },
            Accept("f -v --json --progress").Report);
        Assert.Equal(Verbosity.Quiet, Accept("f -q").Report.Verbosity);
        Assert.Equal(Verbosity.Steps, Accept("f -vvv").Report.Verbosity);
    }

    [Theory]
    [InlineData("f", null, -1)]
    [InlineData("f", "250", 250)]
    [InlineData("f -t 1s", "250", 1000)]
    [InlineData("f --wait", "250", -1)]
    [InlineData("f --no-wait", "250", 0)]
    [InlineData("f --no-wait", "nonsense", 0)]
    [InlineData("f -t 0", null, 0)]
    [InlineData("f --wait -t 7ms", null, 7)]
    public void The_option_beats_the_environment_which_beats_the_default(string line, string? variable, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Accept(line, ("MUTX_TIMEOUT", variable)).Options.LockTimeout);

    [Fact]
    public void The_lock_method_of_the_environment_is_left_to_the_library_since_a_directory_beats_it()
    {
        Assert.Null(Accept("f", ("MUTX_LOCK_METHOD", "claim")).Options.Lock.Method);
        Assert.Equal(LockMethod.Auto, Accept("f --lock-method auto", ("MUTX_LOCK_METHOD", "claim")).Options.Lock.Method);
    }

    [Theory]
    [InlineData("f", null, LogLevel.None)]
    [InlineData("f", "info", LogLevel.Information)]
    [InlineData("f -vv", null, LogLevel.Debug)]
    [InlineData("f -vv", "trace", LogLevel.Trace)]
    [InlineData("f -vv", "error", LogLevel.Debug)]
    [InlineData("f -q", "trace", LogLevel.None)]
    public void The_log_is_what_the_environment_asks_for_and_every_step_at_least_if_the_user_does(
        string line, string? variable, LogLevel level) =>
        Assert.Equal(level, Accept(line, ("MUTX_LOG", variable)).Report.Log);

    [Theory]
    [InlineData("f -t 5x", "option '--timeout': '5x'")]
    [InlineData("f -t -5", "option '--timeout': '-5'")]
    [InlineData("f --timeout=", "option '--timeout': ''")]
    [InlineData("f -t 99999999999999999999d", "option '--timeout': '99999999999999999999d'")]
    [InlineData("f -m 09", "option '--mode': '09'")]
    [InlineData("f -m 77777", "option '--mode': '77777'")]
    [InlineData("f -m abc", "option '--mode': 'abc'")]
    [InlineData("f --lock-mode=", "option '--lock-mode': it is empty")]
    [InlineData("f --lock-file=", "option '--lock-file': it is empty")]
    [InlineData("f --lock-dir=", "option '--lock-dir': it is empty")]
    [InlineData("f --validate=", "option '--validate': it is empty")]
    [InlineData("f -i -", "option '--input': leave it out")]
    [InlineData("f --input=", "option '--input': it is empty")]
    [InlineData("f --if-match sha1:ab", "option '--if-match': 'sha1:ab'")]
    [InlineData("f --if-match sha256:ab", "option '--if-match': 'sha256:ab'")]
    [InlineData("f --durability ful", "option '--durability': 'ful' is none of full, file, none; did you mean 'full'?")]
    [InlineData("f --lock-method flock", "option '--lock-method': 'flock' is none of auto, kernel, claim")]
    [InlineData("f -t 5", "option '--timeout': '5' has no unit: 5s or 5ms?")]
    [InlineData("f -t 5s --max-poll-interval 20", "option '--max-poll-interval': '20' has no unit: 20s or 20ms?")]
    [InlineData("housekeep locks --older-than 7", "option '--older-than': '7' has no unit: 7s, 7m, 7h or 7d?")]
    [InlineData("f -t 5s --max-poll-interval 0", "option '--max-poll-interval': it must be longer than 0")]
    [InlineData("help wirte", "there is no command 'wirte'; did you mean 'write'?")]
    public void A_value_that_makes_no_sense_is_an_error_by_its_name(string line, string message) =>
        Assert.StartsWith(message, Refuse(line).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("MUTX_TIMEOUT", "soon")]
    [InlineData("MUTX_TIMEOUT", "5")]
    [InlineData("MUTX_LOG", "loud")]
    public void A_variable_that_makes_no_sense_is_an_error_by_its_name(string name, string value) =>
        Assert.StartsWith(
            $"environment variable {name}: '{value}'", Refuse("f", (name, value)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("--help", null)]
    [InlineData("help", null)]
    [InlineData("help write", CommandId.Write)]
    [InlineData("write --help", CommandId.Write)]
    [InlineData("-h write", CommandId.Write)]
    [InlineData("f --help", CommandId.Write)]
    [InlineData("help --help", CommandId.Help)]
    [InlineData("--help --version", null)]
    public void Help_is_about_the_command_that_is_named(string line, object? about) =>
        Assert.Equal(new HelpRequest((CommandId?)about), Read(line, [], out _));

    [Theory]
    [InlineData("--version")]
    [InlineData("-V")]
    [InlineData("f -V")]
    public void The_version_may_be_asked_for(string line) => Assert.IsType<VersionRequest>(Read(line, [], out _));

    [Theory]
    [InlineData("f --json", true)]
    [InlineData("--json --bogus", true)]
    [InlineData("f -- cmd --json", false)]
    [InlineData("f", false)]
    public void Json_is_wanted_even_if_the_rest_makes_no_sense(string line, bool wanted) =>
        Assert.Equal(wanted, RequestReader.WantsJson(line.Split(' ')));

    private static WriteRequest Accept(string line, params (string Name, string? Value)[] environment)
    {
        Request? request = Read(line, environment, out ParseError? error);
        Assert.Null(error?.Message);
        return Assert.IsType<WriteRequest>(request);
    }

    private static ParseError Refuse(string line, params (string Name, string? Value)[] environment)
    {
        Assert.Null(Read(line, environment, out ParseError? error));
        return error!;
    }

    private static Request? Read(string line, (string Name, string? Value)[] environment, out ParseError? error) =>
        RequestReader.Read(line.Split(' '), name => Array.Find(environment, pair => pair.Name == name).Value, out error);
}
