using Mutx.Cli.CommandLine;

namespace Mutx.Cli.Requests;

/// <summary>Show help.</summary>
/// <param name="About">The command to explain; null for the program.</param>
internal sealed record HelpRequest(CommandId? About) : Request;
