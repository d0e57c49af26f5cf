namespace Mutx.Processes.Tests;

public sealed class ConcurrentWriters
{
    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(50)]
    public async Task Waiting_writers_all_succeed_and_leave_one_of_their_files_whole(int writers)
    {
        using Sandbox sandbox = new();

        ProgramResult[] results = await Task.WhenAll(Enumerable.Range(0, writers)
            .Select(writer => sandbox.Mutx("common").Input(Versions.Content(writer)).RunAsync()));

        Assert.All(results, result => result.AssertStatus(0));
        byte[] content = File.ReadAllBytes(sandbox.Files["common"]);
        Assert.Contains(Enumerable.Range(0, writers), writer => content.AsSpan().SequenceEqual(Versions.Content(writer)));
        sandbox.Files.AssertEntries("common");
        Assert.Equal(["common"], sandbox.Files.Entries);
        Assert.Single(Directory.GetFiles(sandbox.LockDirectory));
    }

    [Fact]
    public async Task Writers_that_check_the_digest_of_what_they_read_lose_no_update()
    {
        const int Writers = 5;
        const int Each = 8;
        const string Increment = """
            n=0
            while [ $n -lt EACH ]; do
                old=$(cat counter); digest=$(printf %s "$old" | sha256sum | cut -c1-64)
                printf %s $((old + 1)) | "$M" counter --if-match "sha256:$digest" 2>/dev/null
                case $? in 0) n=$((n + 1));; 4) ;; *) exit 1;; esac
            done
            """;
        using Sandbox sandbox = new();
        sandbox.Files.Write("counter", "0");

        ProgramResult[] results = await Task.WhenAll(Enumerable.Range(0, Writers)
            .Select(_ => sandbox.Shell(Increment.Replace("EACH", $"{Each}")).RunAsync()));

        Assert.All(results, result => result.AssertStatus(0));
        Assert.Equal($"{Writers * Each}", sandbox.Files.Read("counter"));
        sandbox.Files.AssertEntries("counter");
    }

    [Fact]
    public async Task Writers_of_many_files_do_not_wait_for_each_other()
    {
        using Sandbox sandbox = new();
        using ForeignLock held = sandbox.HoldLockOf("busy");

        ProgramResult[] results = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => sandbox.Mutx($"file{i}", "--no-wait").Input("x").RunAsync()));

        Assert.All(results, result => result.AssertStatus(0));
    }
}
