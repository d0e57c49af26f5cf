using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Repositories;
using Mutx.Stores;
using Mutx.Stores.Changes;
using Mutx.Stores.Queues;
using Mutx.Stores.Tokens;
using Mutx.TestHost;
using Mutx.Updating;
using Mutx.Writing;

/// <summary>Changes of a store that can be told from those of others, each acknowledged when it is durable.</summary>
internal static class StoreChanges
{
    public static async Task<int> MakeAsync(string store, string directory, string id, int count)
    {
        Func<string, Task> change = Changer(store, directory, StoreOptions.Default);
        Console.WriteLine("ready");
        for (int i = 0; i < count; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{id}-{i}");
            await change(name).ConfigureAwait(false);
            Console.WriteLine($"ack {name}");
        }

        return 0;
    }

    /// <summary>One change under a claim. Stops itself (SIGSTOP) at an event, if one is named; says "ack ID", or "lost ID" if the lock was.</summary>
    public static async Task<int> MakeByClaimAsync(string store, string directory, string id, TimeSpan staleAfter, string? stopAt)
    {
        ILogger logger = stopAt is null ? NullLogger.Instance : new StoppingLogger(stopAt);
        JsonRepositoryOptions repository = StoreOptions.Default.Repository;
        Func<string, Task> change = Changer(store, directory, StoreOptions.Default with
        {
            Repository = repository with
            {
                Lock = repository.Lock with { Method = LockMethod.Claim, ClaimStaleAfter = staleAfter, Logger = logger },
                File = repository.File with { Logger = logger },
            },
        });
        try
        {
            await change(id).ConfigureAwait(false);
            Console.WriteLine($"ack {id}");
        }
        catch (LockLostException)
        {
            Console.WriteLine($"lost {id}");
        }

        return 0;
    }

    private static Func<string, Task> Changer(string store, string directory, StoreOptions options)
    {
        switch (store)
        {
            case "queue":
                var queue = new CommandQueue(directory, options);
                return async name => await queue.AddAsync("q", NewCommand.OfText(name)).ConfigureAwait(false);
            case "tokens":
                var tokens = new ApiTokenStore(directory, options);
                return async name => await tokens.CreateAsync(name, ["queue:*"]).ConfigureAwait(false);
            case "index":
                var index = new ChangeIndex(directory, options);
                return name => index.RecordAsync([new FileChange(name, "shared", "edit", DateTimeOffset.UnixEpoch)]);
            case "record":
                return RecordChanger(directory, options.Repository);
            case "locked":
                return name => UpdateUnderLock(Path.Combine(directory, "names.json"), name);
            case "unlocked":
                return name => AddWithoutLock(Path.Combine(directory, "names.json"), name);
            default:
                throw new ArgumentException($"there is no store '{store}'", nameof(store));
        }
    }

    /// <summary>Adds to a record of names.</summary>
    private static Func<string, Task> RecordChanger(string directory, JsonRepositoryOptions options)
    {
        var type = (JsonTypeInfo<List<string>>)JsonSerializerOptions.Default.GetTypeInfo(typeof(List<string>));
        var records = new JsonRepository<List<string>>(directory, type, options);
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
