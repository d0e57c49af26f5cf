using System.Text;

namespace Mutx.TestKit;

/// <summary>Collects what a program writes and lets a test wait for a piece of it.</summary>
internal sealed class Capture
{
    private readonly Lock _gate = new();
    private readonly List<byte> _bytes = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Capture(Stream source) => Finished = PumpAsync(source);

    internal Task Finished { get; }

    internal byte[] Bytes
    {
        get
        {
            lock (_gate)
            {
                return [.. _bytes];
            }
        }
    }

    internal string Text => Encoding.UTF8.GetString(Bytes);

    internal async Task ContainsAsync(string text)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (Text.Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            if (Finished.IsCompleted)
            {
                throw new TimeoutException();
            }

            await Task.WhenAny(changed, Finished).ConfigureAwait(false);
        }
    }

    private async Task PumpAsync(Stream source)
    {
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await source.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            lock (_gate)
            {
                _bytes.AddRange(buffer.AsSpan(0, count));
                _changed.SetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
