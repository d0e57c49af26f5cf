namespace Mutx.Processes.Tests;

/// <summary>A reader needs no lock: whenever it opens the file, it has one whole version before it.</summary>
public sealed class ReadersSeeWholeVersions
{
    private const int ByLibrary = 1_700;
    private const int ByProgram = 300;

    // Hundreds of megabytes are synced here, on a machine that may be busy with other suites.
    private static readonly TimeSpan LongDeadline = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Through_2000_replacements_of_1_byte_to_8_mebibytes()
    {
        using Sandbox sandbox = new();
        sandbox.Files.Write("file", Versions.Content(0));
        using CancellationTokenSource written = new();
        Task<int> reading = Task.Run(() => ReadUntil(sandbox.Files["file"], written.Token), TestContext.Current.CancellationToken);

        ProgramRun library = sandbox.TestHost("replace", sandbox.Files["file"], $"{ByLibrary}") with { Deadline = LongDeadline };
        Task<ProgramResult> replacing = library.RunAsync();
        for (int version = ByLibrary; version < ByLibrary + ByProgram; version++)
        {
            (await sandbox.Mutx("file").Input(Versions.Content(version)).RunAsync()).AssertStatus(0);
        }

        (await replacing).AssertStatus(0);
        await written.CancelAsync();
        Assert.InRange(await reading, 50, int.MaxValue);
        sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public void What_they_look_with_sees_torn_content()
    {
        byte[] whole = Versions.Content(49);
        byte[] mixed = [.. whole];
        Versions.Content(99).AsSpan(0, 1 << 20).CopyTo(mixed);
        byte[] damaged = [.. whole];
        damaged[^1] ^= 1;

        Assert.Null(Versions.Fault(whole));
        Assert.NotNull(Versions.Fault([]));
        Assert.NotNull(Versions.Fault(mixed));
        Assert.NotNull(Versions.Fault(damaged));
        Assert.NotNull(Versions.Fault(whole.AsSpan(0, whole.Length - 1)));
        Assert.InRange(Enumerable.Range(0, 2_000).Max(Versions.LengthOf), 7 << 20, 8 << 20);
        Assert.Equal(1, Enumerable.Range(0, 2_000).Min(Versions.LengthOf));
    }

    // Reads as most programs do: .NET's own open refuses a file that its writer left locked.
    private static int ReadUntil(string path, CancellationToken end)
    {
        int versions = 0;
        byte[] last = [];
        while (!end.IsCancellationRequested)
        {
            byte[] content = File.ReadAllBytes(path);
            Assert.Null(Versions.Fault(content));
            versions += content.AsSpan().SequenceEqual(last) ? 0 : 1;
            last = content;
        }

        return versions;
    }
}
