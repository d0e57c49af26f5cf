using System.Diagnostics;
using Mutx.Platform;
using Mutx.TestKit;

namespace Mutx.Tests.Platform;

public sealed class ProcessTableTests
{
    [Fact]
    public void The_start_time_is_counted_from_the_last_parenthesis()
    {
        const string Line = "42 (a) b ) c) S 1 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 98765 0 0 0";
        Assert.Equal(('S', 98765), LinuxProcessTable.ParseStat(Line));
        Assert.Null(LinuxProcessTable.ParseStat("42 (cut"));
        Assert.Null(LinuxProcessTable.ParseStat(""));
    }

    [Fact]
    public void This_process_is_found_with_the_start_time_it_knows_of_itself()
    {
        ProcessFacts self = ProcessTable.Current.Look(Environment.ProcessId);
        Assert.True(self.Exists);
        Assert.NotNull(self.Started);
        Assert.Equal(ProcessIdentity.Current.Started, self.Started);
        Assert.NotNull(ProcessIdentity.Current.Boot);
        Assert.NotNull(ProcessIdentity.Current.PidNamespace);
        Assert.NotEmpty(ProcessIdentity.Current.HostName);
        TimeSpan sinceStart = DateTime.Now - Process.GetCurrentProcess().StartTime;
        Assert.InRange((sinceStart - self.Age!.Value).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_process_that_was_killed_is_gone_though_its_parent_has_not_taken_note()
    {
        // The shell's child becomes a zombie: the shell becomes another program, which doesn't wait for it.
        using Process parent = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "sleep 0 & echo $!; exec sleep 100"]) { RedirectStandardOutput = true })!;
        try
        {
            int child = int.Parse((await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!);
            await Eventually.IsTrue(() => !ProcessTable.Current.Look(child).Exists, "the child has ended");
            Assert.True(ProcessTable.Current.Look(parent.Id).Exists);
        }
        finally
        {
            parent.Kill();
        }
    }
}
