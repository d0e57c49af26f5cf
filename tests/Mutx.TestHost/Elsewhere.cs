using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mutx.Features;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Repositories;
using Mutx.Stores.Queues;

/// <summary>Names things by relative paths in one directory, and uses them in another one.</summary>
internal static class Elsewhere
{
    public static async Task UseAsync(string from, string to)
    {
        var type = (JsonTypeInfo<List<string>>)JsonSerializerOptions.Default.GetTypeInfo(typeof(List<string>));
        Environment.CurrentDirectory = from;
        var plain = new FileLock("file");
        var withLockFile = new FileLock("file", new FileLockOptions { LockFile = "own.lock" });
        var provider = new FileLockProvider("provided");
        var records = new JsonRepository<List<string>>("records", type);
        var missing = new JsonRepository<List<string>>("missing/records", type);
        var queue = new CommandQueue("queues");
        var features = new FeatureLocks("features");
        var nowhere = new FileLock("nowhere/file");

        Environment.CurrentDirectory = to;
        Console.WriteLine($"same lock {plain.LockFile == new FileLock(Path.Join(from, "file")).LockFile}");
        (await withLockFile.AcquireAsync().ConfigureAwait(false)).Dispose();
        (await provider.Get("name").AcquireAsync().ConfigureAwait(false)).Dispose();
        await records.WriteAsync("r", ["text"]).ConfigureAwait(false);
        await queue.CreateAsync("q").ConfigureAwait(false);
        (await queue.OpenWorkerAsync("q").ConfigureAwait(false)).Dispose();
        features.Acquire("f");
        foreach (Action use in (Action[])[() => missing.Read("r"), () => nowhere.TryAcquire()])
        {
            try
            {
                use();
            }
            catch (MutxException e)
            {
                Console.WriteLine(e.Message);
            }
        }
    }
}
