using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Mutx.Repositories;
using Mutx.Stores.Changes;
using Mutx.Stores.Queues;
using Mutx.Stores.Tokens;
using Mutx.Updating;
using Mutx.Writing;

/// <summary>Changes of a store that can be told from those of others, each acknowledged when it is durable.</summary>
internal static class StoreChanges
{
    public static async Task<int> MakeAsync(string store, string directory, string id, int count)
    {
        Func<string, Task> change = Changer(store, directory);
        Console.WriteLine("ready");
        for (int i = 0; i < count; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{id}-{i}");
            await change(name).ConfigureAwait(false);
            Console.WriteLine($"ack {name}");
        }

        return 0;
    }

    private static Func<string, Task> Changer(string store, string directory)
    {
        switch (store)
        {
            case "queue":
                var queue = new CommandQueue(directory);
                return async name => await queue.AddAsync("q", NewCommand.OfText(name)).ConfigureAwait(false);
            case "tokens":
                var tokens = new ApiTokenStore(directory);
                return async name => await tokens.CreateAsync(name, ["queue:*"]).ConfigureAwait(false);
            case "index":
                var index = new ChangeIndex(directory);
                return name => index.RecordAsync([new FileChange(name, "shared", "edit", DateTimeOffset.UnixEpoch)]);
            case "record":
                return RecordChanger(directory);
            case "locked":
                return name => UpdateUnderLock(Path.Combine(directory, "names.json"), name);
            case "unlocked":
                return name => AddWithoutLock(Path.Combine(directory, "names.json"), name);
            default:
                throw new ArgumentException($"there is no store '{store}'", nameof(store));
        }
    }

    /// <summary>Adds to a record of names.</summary>
    private static Func<string, Task> RecordChanger(string directory)
    {
        var type = (JsonTypeInfo<List<string>>)JsonSerializerOptions.Default.GetTypeInfo(typeof(List<string>));
        var records = new JsonRepository<List<string>>(directory, type);
        return name => records.ModifyAsync("names", names => [.. names ?? [], name]);
    }

    /// <summary>Adds to the same record as <c>mutx update</c> does, which knows nothing of records.</summary>
    private static Task UpdateUnderLock(string file, string name)
    {
        LockedFile.UpdateText(
            file,
            text =>
            {
                List<string> names = text.Length == 0 ? [] : JsonSerializer.Deserialize<List<string>>(text)!;
                return JsonSerializer.Serialize<List<string>>([.. names, name]);
            },
            new UpdateOptions { IfMissing = MissingFile.Create });
        return Task.CompletedTask;
    }

    /// <summary>The same as a store does, but for the lock.</summary>
    private static Task AddWithoutLock(string file, string name)
    {
        JsonArray names = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsArray() : [];
        names.Add(JsonValue.Create(name));
        AtomicFile.WriteAllText(file, names.ToJsonString());
        return Task.CompletedTask;
    }
}
