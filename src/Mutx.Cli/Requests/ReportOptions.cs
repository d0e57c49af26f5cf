using Microsoft.Extensions.Logging;

namespace Mutx.Cli.Requests;

/// <summary>What is reported, and in which form.</summary>
internal sealed record ReportOptions
{
    public Verbosity Verbosity { get; init; } = Verbosity.Normal;

    /// <summary>Whether results and errors are JSON objects.</summary>
    public bool Json { get; init; }

    public bool Progress { get; init; }

    /// <summary>From which level on the library's log goes to standard error.</summary>
    public LogLevel Log { get; init; } = LogLevel.None;
}
