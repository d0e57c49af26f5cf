namespace Mutx.Processes.Tests;

/// <summary>SIGKILL can't be handled: what is on disk at any moment has to be right, and the kernel frees the lock.</summary>
public sealed class KilledWriters
{
    private const int Moments = 200;

    [Fact]
    public async Task A_writer_killed_at_any_of_200_random_moments_leaves_old_or_new_whole_and_the_lock_free()
    {
        using Sandbox sandbox = new();
        Random random = new(20_260_131);
        int replaced = 0;
        File.WriteAllBytes(sandbox.Files["file"], Versions.Content(0));
        for (int moment = 1; moment <= Moments; moment++)
        {
            byte[] old = File.ReadAllBytes(sandbox.Files["file"]);
            byte[] content = Versions.Content(moment);
            await KillSomewhere(sandbox, content, random);

            byte[] found = File.ReadAllBytes(sandbox.Files["file"]);
            bool isNew = found.AsSpan().SequenceEqual(content);
            Assert.True(isNew || found.AsSpan().SequenceEqual(old), $"moment {moment}: neither old nor new");
            replaced += isNew ? 1 : 0;

            byte[] next = Versions.Content(Moments + moment);
            ProgramResult result = await sandbox.Mutx("file", "--no-wait").Input(next).RunAsync();
            result.AssertStatus(0);
            Assert.Equal(next, File.ReadAllBytes(sandbox.Files["file"]));
            sandbox.Files.AssertEntries("file");
        }

        // The moments are spread over the whole run only if some came before the replacement and some after.
        Assert.InRange(replaced, 1, Moments - 1);
    }

    [Fact]
    public async Task A_writer_killed_while_its_command_runs_frees_the_lock_and_the_command_changes_nothing_any_more()
    {
        using Sandbox sandbox = new();
        sandbox.Files.Write("file", "old");
        // The command lives on; its own input is the pipe that this test closes.
        using RunningProgram writer = sandbox.Mutx("file", "--", "sh", "-c", "echo begun >&2; cat; echo late; echo ended >&2").Start();
        await writer.ErrorContains("begun");

        writer.Signal(Signal.Kill);
        await Eventually.IsTrue(() => writer.HasExited, "it is dead");
        (await sandbox.Mutx("file", "--no-wait").Input("next").RunAsync()).AssertStatus(0);
        writer.CloseInput();
        await writer.ErrorContains("ended");

        Assert.Equal("next", sandbox.Files.Read("file"));
        sandbox.Files.AssertEntries("file");
    }

    private static async Task KillSomewhere(Sandbox sandbox, byte[] content, Random random)
    {
        string[] options = random.Next(2) == 0 ? ["file"] : ["file", "--stream"];
        using RunningProgram writer = sandbox.Mutx(options).Start();
        int fed = 0;
        int killAfter = random.Next(4) == 0 ? random.Next(content.Length + 1) : content.Length;
        while (fed < killAfter)
        {
            int piece = Math.Min(killAfter - fed, 1 + random.Next(1 << 16));
            await writer.FeedAsync(content.AsMemory(fed, piece));
            fed += piece;
        }

        if (random.Next(2) == 0)
        {
            await writer.HasReadItsInput();
        }

        if (fed == content.Length)
        {
            writer.CloseInput();
        }

        // Not to wait for anything: only to fall into different moments of what follows.
        RandomMoment.Within(random, TimeSpan.FromMilliseconds(4));
        writer.Signal(Signal.Kill);
        ProgramResult result = await writer.WaitAsync();
        Assert.True(result.Status is 137 or 0, result.Error);
    }
}
