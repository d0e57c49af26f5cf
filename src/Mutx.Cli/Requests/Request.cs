namespace Mutx.Cli.Requests;

/// <summary>What the user asks for, understood in full: every value is typed, and nothing is left to be looked up.</summary>
internal abstract record Request
{
    public ReportOptions Report { get; init; } = new();

    /// <summary>The server that is asked for locks as well; null for none.</summary>
    public ServerAddress? Server { get; init; }
}
