namespace Mutx.Processes.Tests;

/// <summary>A path means what it meant when it was said, whatever becomes of the current directory, of which a process has only one.</summary>
public sealed class RelativePaths : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Locks_and_stores_stay_where_they_were_named_and_errors_show_the_path_as_it_was_typed()
    {
        string from = _sandbox.Files.MakeDirectory("from");
        string to = _sandbox.Files.MakeDirectory("to");
        _sandbox.Files.MakeDirectory("from/records");

        ProgramResult result = (await _sandbox.TestHost("elsewhere", from, to).RunAsync()).AssertStatus(0);

        Assert.Empty(Directory.GetFileSystemEntries(to));
        string[] made = [.. Directory.GetFiles(from, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(from, file)).Order(StringComparer.Ordinal)];
        Assert.Equal(["features/specs/f/.lock", "own.lock"], made.Where(file => file.EndsWith("lock", StringComparison.Ordinal) && !file.StartsWith("provided", StringComparison.Ordinal)));
        Assert.Single(made, file => file.StartsWith("provided/", StringComparison.Ordinal));
        Assert.Contains("records/r.json", made);
        Assert.Contains("queues/q.json", made);
        Assert.Contains("same lock True", result.Output, StringComparison.Ordinal);
        Assert.Contains("'missing/records'", result.Output, StringComparison.Ordinal);
        Assert.Contains("'nowhere/file'", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(_sandbox.Files.Path, result.Output, StringComparison.Ordinal);
    }
}
