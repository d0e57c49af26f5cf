using System.Text;

namespace Mutx.Cli.Streams;

/// <summary>
/// Standard error, for messages: whole lines, and at most one line at the bottom that is drawn again and again. May be
/// used from any thread; a message never breaks another. That it can't be written is not reported: there is nowhere to.
/// </summary>
internal static class StandardError
{
    /// <summary>To the left edge, wrapping off: the terminal cuts off what doesn't fit its width.</summary>
    private const string BeginRedraw = "\r\e[?7l";

    /// <summary>Erase what an earlier, longer line left; wrapping on.</summary>
    private const string EndRedraw = "\e[K\e[?7h";

    private const string Erase = "\r\e[K";

    private static readonly Lock Gate = new();
    private static bool? _isTerminal;
    private static bool _lineIsDrawn;

    /// <summary>Whether a person looks at it through a terminal that can redraw a line.</summary>
    public static bool IsTerminal => _isTerminal ??= StandardWriter.ErrorIsTerminal() && ProgramEnvironment.Get("TERM") is not "dumb";

    /// <summary>Writes one line above the redrawn one.</summary>
    public static void WriteLine(string line)
    {
        lock (Gate)
        {
            WriteLocked(line);
        }
    }

    /// <summary>Writes a line if that is possible now, without waiting for anyone: neither for another thread nor for
    /// the reader of a full pipe.</summary>
    public static void TryWriteLine(string line, TimeSpan patience)
    {
        if (!Gate.TryEnter(patience))
        {
            return;
        }

        try
        {
            if (StandardWriter.ErrorIsReady())
            {
                WriteLocked(line);
            }
        }
        finally
        {
            Gate.Exit();
        }
    }

    /// <summary>Draws the bottom line, in place of the one drawn before. Only where <see cref="IsTerminal"/>.</summary>
    public static void Redraw(string line)
    {
        lock (Gate)
        {
            _lineIsDrawn = true;
            WriteText(BeginRedraw + line + EndRedraw);
        }
    }

    /// <summary>Takes the bottom line away, if there is one.</summary>
    public static void EraseLine()
    {
        lock (Gate)
        {
            if (_lineIsDrawn)
            {
                _lineIsDrawn = false;
                WriteText(Erase);
            }
        }
    }

    private static void WriteLocked(string line)
    {
        WriteText(_lineIsDrawn ? Erase + line + "\n" : line + "\n");
        _lineIsDrawn = false;
    }

    /// <summary>A failure isn't told: there is nowhere left to tell it.</summary>
    private static void WriteText(string text) => _ = StandardWriter.WriteError(Encoding.UTF8.GetBytes(text));
}
