using Mutx.Cli.Streams;

namespace Mutx.Cli.Output;

/// <summary>
/// Tells on standard error of something that takes long: on a terminal one line that is drawn again and again, elsewhere
/// now and then a line of its own. Says nothing of what ends before the first line is due.
/// </summary>
internal sealed class StatusLine : IDisposable
{
    /// <summary>How often a line of its own is written where nothing can be redrawn.</summary>
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Func<string> _text;
    private readonly ITimer _timer;
    private bool _ended;

    /// <summary>Begins.</summary>
    /// <param name="text">The line of the moment, without the program's name; called on a thread of the timer.</param>
    /// <param name="redrawInterval">How often it is drawn on a terminal.</param>
    /// <param name="firstAfter">When it is first shown; null for one interval.</param>
    public StatusLine(Func<string> text, TimeSpan redrawInterval, TimeSpan? firstAfter = null)
    {
        _text = text;
        TimeSpan interval = StandardError.IsTerminal ? redrawInterval : PlainInterval;
        _timer = TimeProvider.System.CreateTimer(
            static self => ((StatusLine)self!).Show(), this, firstAfter ?? interval, interval);
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
        }

        _timer.Dispose();
        StandardError.EraseLine();
    }

    private void Show()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

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
}
