using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Repositories;

namespace Mutx.Powercut;

/// <summary>Records, changed through the repository: its way to the disk, with all that waits for one lock in one commit.</summary>
/// <param name="work">Where the locks go.</param>
internal sealed class RecordWriter(string work) : IWriter
{
    private static readonly JsonTypeInfo<string> Text = (JsonTypeInfo<string>)JsonSerializerOptions.Default.GetTypeInfo(typeof(string));

    private readonly ConcurrentDictionary<string, JsonRepository<string>> _opened = new();

    private readonly JsonRepositoryOptions _options = new() { Lock = new FileLockOptions { Directory = Path.Join(work, "locks") } };

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

    /// <summary>What the record's file holds, read as any program would.</summary>
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
            return Encoding.ASCII.GetBytes(JsonSerializer.Deserialize(plain, Text)!);
        }
        catch (JsonException)
        {
            return plain;
        }
    }

    private JsonRepository<string> RecordsBeside(string path) =>
        _opened.GetOrAdd(Path.GetDirectoryName(path)!, directory => new JsonRepository<string>(directory, Text, _options));
}
