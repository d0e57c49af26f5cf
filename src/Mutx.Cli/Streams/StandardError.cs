using System.Runtime.Versioning;
using System.Text;
using Mutx.Cli.Interop;

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
    public static bool IsTerminal => _isTerminal ??= DetectTerminal();

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
            if (CanWriteNow())
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

    /// <summary>The stream itself, for what a child process prints.</summary>
    public static Stream Open() => Console.OpenStandardError();

    private static void WriteLocked(string line)
    {
        WriteText(_lineIsDrawn ? Erase + line + "\n" : line + "\n");
        _lineIsDrawn = false;
    }

    private static void WriteText(string text)
    {
        if (StandardStreams.ErrorIsClosed)
        {
            return;
        }

        try
        {
            using Stream stream = Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (IOException)
        {
            // Nowhere left to say it.
        }
        catch (UnauthorizedAccessException)
        {
            // As above: opened for reading only.
        }
    }

    private static bool DetectTerminal() =>
        !StandardStreams.ErrorIsClosed
        && !Console.IsErrorRedirected
        && ProgramEnvironment.Get("TERM") is not "dumb";

    private static bool CanWriteNow() => OperatingSystem.IsWindows() || DescriptorIsReady();

    [UnsupportedOSPlatform("windows")]
    private static unsafe bool DescriptorIsReady()
    {
        var entry = new Libc.PollFd { Descriptor = 2, Events = Libc.POLLOUT };
        return Libc.poll(&entry, 1, 0) == 1 && (entry.ReturnedEvents & Libc.POLLOUT) != 0;
    }
}
