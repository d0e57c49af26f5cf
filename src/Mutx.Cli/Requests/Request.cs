namespace Mutx.Cli.Requests;

/// <summary>What the user asks for, understood in full: every value is typed, and nothing is left to be looked up.</summary>
internal abstract record Request
{
    public ReportOptions Report { get; init; } = new();
}
