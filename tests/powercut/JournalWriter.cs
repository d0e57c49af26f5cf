using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Repositories;
using Mutx.TestHost;

namespace Mutx.Powercut;

/// <summary>Records with a journal beside them: what was acknowledged may be there, and in the file itself not yet.</summary>
/// <param name="flushed">False for the control: whatever is written to a journal is acknowledged without its flush.</param>
/// <param name="work">Where the locks go.</param>
internal sealed class JournalWriter(bool flushed, string work) : IWriter
{
    private static readonly JsonTypeInfo<string> Text = (JsonTypeInfo<string>)JsonSerializerOptions.Default.GetTypeInfo(typeof(string));

    private readonly ConcurrentDictionary<string, JsonRepository<string>> _opened = new();

    private readonly JsonRepositoryOptions _options = new()
    {
        Journal = RecordJournal.Beside,
        Lock = new FileLockOptions { Directory = Path.Join(work, "locks") },

        // Short, so that cuts fall into this as well; in the control it would save what the flush has to.
        SettleAfter = flushed ? TimeSpan.FromMilliseconds(20) : TimeSpan.FromHours(1),
    };

    public bool TryWrite(string path, byte[] content)
    {
        try
        {
            RecordsBeside(path).WriteAsync(Path.GetFileName(path), Encoding.ASCII.GetString(content)).GetAwaiter().GetResult();
            return true;
        }
        catch (MutxException)
        {
            return false;
        }
    }

    /// <summary>What the record holds; what its file holds if that isn't whole, which it has to be for programs that know of no journal.</summary>
    public byte[]? Read(string path)
    {
        string file = path + JsonRepository<string>.Extension;
        if (!File.Exists(file))
        {
            return null;
        }

        byte[] plain = File.ReadAllBytes(file);
        try
        {
            string name = Path.GetFileName(path);
            byte[] inFile = Encoding.ASCII.GetBytes(JsonSerializer.Deserialize(plain, Text)!);
            return Sheet.VersionOf(name, inFile) is null ? inFile : Encoding.ASCII.GetBytes(RecordsBeside(path).Read(name)!);
        }
        catch (Exception e) when (e is JsonException or CorruptDataException)
        {
            return plain;
        }
    }

    private JsonRepository<string> RecordsBeside(string path) => _opened.GetOrAdd(
        Path.GetDirectoryName(path)!,
        directory => flushed
            ? new JsonRepository<string>(directory, Text, _options)
            : UnflushedRecords.In(directory, Text, _options));
}
