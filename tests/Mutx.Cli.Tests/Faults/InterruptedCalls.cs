namespace Mutx.Cli.Tests.Faults;

/// <summary>EINTR is no failure: whatever a signal interrupts is done again.</summary>
public sealed class InterruptedCalls
{
    [Theory]
    [InlineData("openat")]
    [InlineData("read")]
    [InlineData("write")]
    [InlineData("flock")]
    [InlineData("fsync")]
    public async Task Are_repeated(string call)
    {
        using Sandbox sandbox = new();
        sandbox.Files.Write("file", "old");
        for (int nth = 1; ; nth++)
        {
            using Strace strace = new();
            strace.Trace(call).Inject($"{call}:error=EINTR:when={nth}");

            ProgramResult result = await strace.Around(sandbox.Mutx("file").Input($"new {nth}")).RunAsync();

            if (!strace.Calls.Any(each => each.Result.Contains("INJECTED")))
            {
                Assert.InRange(nth, 2, 100);
                return;
            }

            result.AssertStatus(0);
            Assert.Equal($"new {nth}", sandbox.Files.Read("file"));
        }
    }
}
