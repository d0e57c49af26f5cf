using Mutx.Cli.Streams;

namespace Mutx.Cli.Output;

/// <summary>
/// Tells on standard error of something that takes long: on a terminal one line that is drawn again and again, elsewhere
/// now and then a line of its own. Says nothing of what ends before the first line is due.
/// <para>
/// It has a thread of its own, which is gone when this is disposed of. A timer would leave the threads of the runtime's
/// pool behind, which start others when they please.
/// </para>
/// </summary>
internal sealed class StatusLine : IDisposable
{
    /// <summary>How often a line of its own is written where nothing can be redrawn.</summary>
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly Func<string> _text;
    private readonly Thread? _thread;
    private bool _ended;

    /// <summary>Begins.</summary>
    /// <param name="text">The line of the moment, without the program's name; called on the line's thread.</param>
    /// <param name="redrawInterval">How often it is drawn on a terminal.</param>
    /// <param name="firstAfter">When it is first shown; null for one interval.</param>
    public StatusLine(Func<string> text, TimeSpan redrawInterval, TimeSpan? firstAfter = null)
    {
        _text = text;
        TimeSpan interval = StandardError.IsTerminal ? redrawInterval : PlainInterval;
        var thread = new Thread(() => Draw(firstAfter ?? interval, interval)) { IsBackground = true, Name = "mutx status" };
        try
        {
            thread.Start();
            _thread = thread;
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // The system refuses another thread (ulimit -u): what takes long goes on without a word.
        }
    }

    /// <summary>Whether anything was said.</summary>
    public bool WasShown { get; private set; }

    /// <summary>Ends, and takes the line off the terminal.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            Monitor.Pulse(_gate);
        }

        _thread?.Join();
        StandardError.EraseLine();
    }

    private void Draw(TimeSpan first, TimeSpan interval)
    {
        lock (_gate)
        {
            for (TimeSpan pause = first; !_ended; pause = interval)
            {
                if (!Monitor.Wait(_gate, pause) && !_ended)
                {
                    Show();
                }
            }
        }
    }

    private void Show()
    {
        WasShown = true;
        string line = Printable.Escape("mutx: " + _text());
        if (StandardError.IsTerminal)
        {
            StandardError.Redraw(line);
        }
        else
        {
            StandardError.WriteLine(line);
        }
    }
}
