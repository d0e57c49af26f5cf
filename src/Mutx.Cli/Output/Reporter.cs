using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mutx.Cli.Exit;
using Mutx.Cli.Hints;
using Mutx.Cli.Requests;
using Mutx.Cli.Streams;
using Mutx.Primitives;

namespace Mutx.Cli.Output;

/// <summary>The one voice of the program: every result and every error is said here, as text or as JSON.</summary>
/// <param name="options">What is said, and how.</param>
/// <param name="hint">What a person can do about an error; what the error says itself if null.</param>
internal sealed class Reporter(ReportOptions options, Func<MutxException, string?>? hint = null)
{
    private static TimeSpan Impatience => TimeSpan.FromMilliseconds(50);

    /// <summary>Where the library logs to.</summary>
    public ILogger Logger { get; } = options.Log == LogLevel.None ? NullLogger.Instance : new ErrorLogger(options.Log);

    /// <summary>Whether standard error may tell that something takes long.</summary>
    public bool TellsOfWaiting => options.Verbosity != Verbosity.Quiet && !options.Json;

    public bool ShowsProgress => options.Progress;

    /// <summary>Whether results are JSON.</summary>
    public bool TellsJson => options.Json;

    /// <summary>Says what was done, or nothing: success is quiet unless told otherwise.</summary>
    /// <param name="line">For people, without the program's name.</param>
    /// <param name="json">For programs; made only if it is asked for.</param>
    public ExitStatus Done(Func<string> line, Func<string> json)
    {
        if (options.Verbosity >= Verbosity.Verbose)
        {
            Say(line());
        }

        return options.Json ? Print(json() + "\n", "all was done, but the result can't be written to standard output") : ExitStatus.Done;
    }

    /// <summary>Shows what the user asked to see: as text, or as JSON where that is wanted.</summary>
    /// <param name="text">For people, lines with their newlines.</param>
    /// <param name="json">For programs.</param>
    public ExitStatus Present(Func<string> text, Func<string> json) => Print(options.Json ? json() + "\n" : text());

    /// <summary>Says something in between, to those who want to know what is done.</summary>
    /// <param name="message">Made only if it is wanted.</param>
    public void Note(Func<string> message)
    {
        if (options.Verbosity >= Verbosity.Verbose)
        {
            Say(message());
        }
    }

    /// <summary>Says something in between, to everyone but those who want to hear errors alone, or nothing but JSON.</summary>
    public void Remark(string message)
    {
        if (options.Verbosity != Verbosity.Quiet && !options.Json)
        {
            Say(message);
        }
    }

    /// <summary>Writes to standard output what the user asked to see.</summary>
    /// <param name="text">The text, with its newline.</param>
    /// <param name="failure">What it means if that fails.</param>
    public ExitStatus Print(string text, string failure = "cannot write to standard output")
    {
        string? problem = StandardOutput.Write(text);
        return problem is null
            ? ExitStatus.Done
            : Fail(new MutxException(MutxError.Io, $"{failure}: {problem}"));
    }

    /// <summary>Something the user should know although all went well. Where the library's log is shown it stands there
    /// already, and in JSON among the results.</summary>
    public void Warn(string message)
    {
        if (options.Verbosity != Verbosity.Quiet && !options.Json && !Logger.IsEnabled(LogLevel.Warning))
        {
            Say("warning: " + ProgramWords.Of(message));
        }
    }

    public ExitStatus Fail(MutxException error)
    {
        Tell(ErrorReport.Of(error) with { Hint = hint is null ? error.Hint : hint(error) });
        return ExitStatusTable.For(error.Error);
    }

    public ExitStatus Fail(CommandLine.ParseError error)
    {
        Tell(ErrorReport.Of(error));
        return ExitStatus.Error;
    }

    /// <summary>Something nobody thought of: said in one line, with the stack only if everything is to be traced.</summary>
    public ExitStatus Crash(Exception error)
    {
        Tell(ErrorReport.Of(error));
        if (options.Log == LogLevel.Trace)
        {
            StandardError.WriteLine(error.ToString());
        }

        return ExitStatus.Error;
    }

    /// <summary>Says that a signal ended the program, without ever waiting for a reader or another thread.</summary>
    /// <param name="path">What is unchanged, if a path was to be changed.</param>
    public void Interrupted(string? path)
    {
        foreach (string line in Lines(ErrorReport.Interrupted(path)))
        {
            StandardError.TryWriteLine(line, Impatience);
        }
    }

    private static void Say(string message) => StandardError.WriteLine(Printable.Escape("mutx: " + message));

    private void Tell(ErrorReport error)
    {
        foreach (string line in Lines(error))
        {
            StandardError.WriteLine(line);
        }
    }

    private IEnumerable<string> Lines(ErrorReport error)
    {
        if (options.Json)
        {
            yield return JsonText.Error(error);
            yield break;
        }

        yield return Printable.Escape("mutx: " + error.Message);
        if (error.Hint is not null)
        {
            yield return Printable.Escape("hint: " + error.Hint);
        }
    }
}
