using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mutx.Locking;
using Mutx.Repositories;

namespace Mutx.Processes.Tests;

/// <summary>
/// The record of names that the test host's changers add to, as this process sees it: through the library, which knows
/// of the journal, and as any program that opens the file.
/// </summary>
internal sealed class NamesRecord
{
    private const string Id = "names";

    private readonly JsonRepository<List<string>> _records;
    private readonly string _file;

    public NamesRecord(Sandbox sandbox)
    {
        var type = (JsonTypeInfo<List<string>>)JsonSerializerOptions.Default.GetTypeInfo(typeof(List<string>));
        _file = sandbox.Files[Id + JsonRepository<List<string>>.Extension];
        _records = new JsonRepository<List<string>>(sandbox.Files.Path, type, new JsonRepositoryOptions
        {
            Journal = RecordJournal.Beside,
            Lock = new FileLockOptions { Directory = sandbox.LockDirectory },
        });
    }

    /// <summary>The newest version, wherever it stands.</summary>
    public List<string>? Read() => Trimmed(_records.Read(Id));

    /// <summary>What the file itself holds.</summary>
    public List<string>? ReadFile() =>
        File.Exists(_file) ? Trimmed(JsonSerializer.Deserialize<List<string>>(File.ReadAllBytes(_file))) : null;

    public Task SettleAsync() => _records.SettleAsync(Id);

    /// <summary>Reads again and again. Names are only ever added, each at the end: no version may lack one that was seen.</summary>
    /// <returns>How often there was something to read.</returns>
    public static int Follow(Func<List<string>?> read, CancellationToken stop)
    {
        int reads = 0;
        List<string> last = [];
        while (!stop.IsCancellationRequested)
        {
            if (read() is { } names)
            {
                Assert.True(
                    names.Take(last.Count).SequenceEqual(last),
                    $"after {reads} reads {last.Count} names became {names.Count}: no longer {string.Join(' ', last.Except(names))}");
                last = names;
                reads++;
            }
        }

        return reads;
    }

    private static List<string>? Trimmed(List<string>? names) => names?.ConvertAll(name => name.TrimEnd());
}
