using Microsoft.Win32.SafeHandles;
using Mutx.Cli.CommandLine;
using Mutx.Cli.Processes;
using Mutx.Cli.Signals;
using Mutx.Primitives;

namespace Mutx.Tests.Cli;

public sealed class ChildRunnerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mutx-child-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_output_of_a_child_goes_where_it_is_told()
    {
        string path = Path.Combine(_directory, "out");
        using (SafeFileHandle output = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            ChildResult result = ChildRunner.Create().Run(new ChildCommand(["printf", "%s|", "größe", "", "a b"]) { Output = output });
            Assert.True(result.Succeeded, result.Describe());
        }

        Assert.Equal("größe||a b|", File.ReadAllText(path));
    }

    [Fact]
    public void The_input_of_a_child_comes_from_where_it_is_told()
    {
        string from = Path.Combine(_directory, "in");
        string to = Path.Combine(_directory, "out");
        File.WriteAllText(from, "content");
        using (SafeFileHandle input = File.OpenHandle(from))
        using (SafeFileHandle output = File.OpenHandle(to, FileMode.Create, FileAccess.Write))
        {
            ChildRunner.Create().Run(new ChildCommand(["cat"]) { Input = input, Output = output });
        }

        Assert.Equal("content", File.ReadAllText(to));
    }

    [Theory]
    [InlineData("exit 0", 0, 0)]
    [InlineData("exit 3", 3, 0)]
    [InlineData("exit 255", 255, 0)]
    [InlineData("kill -9 $$", 0, 9)]
    [InlineData("kill -15 $$", 0, 15)]
    public void How_a_child_ended_is_told(string line, int status, int signal)
    {
        ChildResult result = ChildRunner.Create().Run(ChildCommand.ForShell(line));

        Assert.Equal(status, result.Status);
        Assert.Equal(signal, result.Signal);
    }

    /// <summary>The runtime ignores SIGPIPE, and what is ignored stays so across exec: a child such as yes(1) would then
    /// complain about its reader instead of ending. No signal is blocked either.</summary>
    [Fact]
    public void A_child_starts_with_no_signal_blocked_and_none_ignored_that_we_ignore()
    {
        FileSizeLimit.MakeError();
        string path = Path.Combine(_directory, "out");
        using (SafeFileHandle output = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            ChildRunner.Create().Run(new ChildCommand(["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"]) { Output = output });
        }

        ulong[] masks = [.. File.ReadAllLines(path).Select(line => Convert.ToUInt64(line.Split('\t')[1], 16))];
        Assert.Equal(0UL, masks[0]);
        Assert.Equal(0UL, masks[1] & (Bit(13) | Bit(25)));

        static ulong Bit(int signal) => 1UL << (signal - 1);
    }

    [Fact]
    public void A_child_inherits_nothing_but_the_standard_streams()
    {
        string path = Path.Combine(_directory, "out");
        using (SafeFileHandle output = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            ChildRunner.Create().Run(ChildCommand.ForShell("for f in /proc/$$/fd/*; do readlink \"$f\"; done") with { Output = output });
        }

        Assert.Single(File.ReadAllLines(path), line => line == path);
        Assert.DoesNotContain(File.ReadAllLines(path), line => line.EndsWith(".dll", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mutx-no-such-command", "there is no command")]
    [InlineData("/no/such/command", "there is no command")]
    [InlineData("/etc/passwd", "is not executable")]
    [InlineData("/", "is not executable")]
    public void A_command_that_can_not_be_started_is_told_apart(string word, string message)
    {
        var error = Assert.Throws<MutxException>(() => ChildRunner.Create().Run(new ChildCommand([word])));

        Assert.Equal(MutxError.CommandFailed, error.Error);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Hint);
    }

    [Fact]
    public void A_file_that_is_no_program_is_told_apart()
    {
        string path = Path.Combine(_directory, "text");
        File.WriteAllText(path, "echo hello\n");
        Assert.True(ChildRunner.Create().Run(new ChildCommand(["chmod", "500", path])).Succeeded);

        var error = Assert.Throws<MutxException>(() => ChildRunner.Create().Run(new ChildCommand([path])));

        Assert.Contains("is no program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signal_is_passed_on_to_the_child_that_runs()
    {
        var runner = ChildRunner.Create();
        string ready = Path.Combine(_directory, "ready");
        ChildResult result = default;
        var thread = new Thread(() =>
            result = runner.Run(ChildCommand.ForShell($"trap 'exit 42' TERM; : > '{ready}'; while :; do sleep 0.01; done")));
        thread.Start();
        Assert.True(SpinWait.SpinUntil(() => File.Exists(ready), TimeSpan.FromSeconds(30)));

        runner.Forward(15);

        Assert.True(thread.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal(42, result.Status);
        runner.Forward(15); // nobody runs: nobody is hit
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_signal_that_comes_before_there_is_a_child_ends_it_before_it_has_done_anything(bool parallel)
    {
        ChildRunner runner = parallel ? new ParallelChildRunner() : ChildRunner.Create();
        string trace = Path.Combine(_directory, "trace");

        runner.Forward(15);
        ChildResult result = runner.Run(ChildCommand.ForShell($"trap '' TERM; : > '{trace}'"));

        Assert.Equal(15, result.Signal);
        Assert.False(File.Exists(trace));
    }

    [Theory]
    [InlineData("/proc/12/fd/7", "/proc/12/fd/7")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$(rm)", "'$(rm)'")]
    public void A_path_becomes_one_word_of_the_shell(string path, string word) => Assert.Equal(word, ShellWord.Quote(path));
}
