using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Bench.Modifying;

/// <summary>What many programs do by hand: a lock file that is created and removed, polled for, and a file that is synced and moved.</summary>
internal sealed class PollingModifier(string directory) : IModifier
{
    private readonly string _file = Path.Combine(directory, "polled.json");
    private readonly string _lock = Path.Combine(directory, "polled.lock");

    public async Task ModifyAsync()
    {
        await AcquireAsync();
        try
        {
            Entry entry = File.Exists(_file)
                ? JsonSerializer.Deserialize(await File.ReadAllBytesAsync(_file), EntryJson.Default.Entry)!
                : new Entry();
            entry.Count++;
            string staged = _file + ".tmp";
            await using (FileStream stream = new(staged, FileMode.Create))
            {
                await JsonSerializer.SerializeAsync(stream, entry, EntryJson.Default.Entry);
                stream.Flush(flushToDisk: true);
            }

            File.Move(staged, _file, overwrite: true);
            Directories.Sync(Path.GetDirectoryName(_file)!);
        }
        finally
        {
            File.Delete(_lock);
        }
    }

    public void Dispose()
    {
    }

    private async Task AcquireAsync()
    {
        while (true)
        {
            try
            {
                using SafeFileHandle taken = File.OpenHandle(_lock, FileMode.CreateNew, FileAccess.Write);
                return;
            }
            catch (IOException)
            {
                await Task.Delay(10);
            }
        }
    }
}
