using System.Globalization;

namespace Mutx.Processes.Tests;

/// <summary>
/// Many <c>mutx run</c>, each of which waits about 0.1 s, which is when it begins to tell of its wait, on a machine with
/// more to do than processors. None is lost when it becomes its command.
/// </summary>
public sealed class BecomingUnderLoad
{
    // So many for each file that each run waits about 0.1 s; so many files that the processors are the limit.
    private const int Contenders = 10;
    private const int Files = 4;

    /// <summary>How many there are; MUTX_TEST_RUNS makes it more.</summary>
    private static int Runs =>
        int.TryParse(Environment.GetEnvironmentVariable("MUTX_TEST_RUNS"), CultureInfo.InvariantCulture, out int runs) ? runs : 200;

    [Theory]
    [InlineData]
    [InlineData("--close")]
    public async Task Every_run_that_had_to_wait_becomes_its_command(params string[] options)
    {
        using Sandbox sandbox = new();
        int each = Runs / (Contenders * Files);
        string script =
            $$"""
            contend() {
                n=0 failed=0
                while [ $n -lt {{each}} ]; do
                    "$M" run "file-$1" {{string.Join(' ', options)}} -- sleep 0.008 || { failed=$((failed + 1)); echo "status $?" >&2; }
                    n=$((n + 1))
                done
                echo "failed $failed"
            }
            for load in 1 2 3; do nice sh -c 'while :; do :; done' & loads="${loads:-} $!"; done
            for i in $(seq {{Contenders * Files}}); do contend $((i % {{Files}})) & contenders="${contenders:-} $!"; done
            wait $contenders
            kill $loads
            """;
        ProgramResult result = await (sandbox.Shell(script) with { Deadline = TimeSpan.FromMinutes(5) + (Runs * TimeSpan.FromSeconds(1)) }).RunAsync();

        string[] said = result.Error.Split('\n');
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{each * Contenders * Files} runs, {said.Count(line => line.Contains("got the lock", StringComparison.Ordinal))} of them told of their wait");
        Assert.DoesNotContain(said, line => line.StartsWith("status", StringComparison.Ordinal) || line.Contains("Unhandled", StringComparison.Ordinal));
        Assert.Equal(string.Concat(Enumerable.Repeat("failed 0\n", Contenders * Files)), result.Output);
    }
}
