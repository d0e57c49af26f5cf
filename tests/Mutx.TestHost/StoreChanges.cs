using System.Globalization;
using System.Text.Json.Nodes;
using Mutx.Stores.Changes;
using Mutx.Stores.Queues;
using Mutx.Stores.Tokens;
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
            case "unlocked":
                return name => AddWithoutLock(Path.Combine(directory, "names.json"), name);
            default:
                throw new ArgumentException($"there is no store '{store}'", nameof(store));
        }
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
