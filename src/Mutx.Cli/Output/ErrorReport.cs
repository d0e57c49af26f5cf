using System.Text.Json;
using Mutx.Cli.CommandLine;
using Mutx.Primitives;

namespace Mutx.Cli.Output;

/// <summary>An error as it is told to people and programs.</summary>
/// <param name="Code">For programs: the library's code in camelCase, or <c>interrupted</c> or <c>internal</c>.</param>
/// <param name="Message">What failed, on what, and why.</param>
/// <param name="Path">The path it is about, where there is one.</param>
/// <param name="Hint">What to do, where something is known.</param>
internal sealed record ErrorReport(string Code, string Message, string? Path, string? Hint)
{
    private const string PleaseReport = "this is a fault of mutx; please report it, with this message and the command line";

    public static ErrorReport Of(MutxException error) =>
        new(CodeName(error.Error), error.Message, error.Path, error.Hint);

    public static ErrorReport Of(ParseError error) =>
        new(CodeName(MutxError.InvalidRequest), error.Message, null, error.Hint);

    /// <summary>Something nobody thought of. The details are for a report, the stack only for whoever asked for it.</summary>
    public static ErrorReport Of(Exception error) =>
        new("internal", $"internal error: {error.GetType().Name}: {error.Message}", null, PleaseReport);

    public static ErrorReport Interrupted(string? path) =>
        new("interrupted", path is null ? "interrupted" : $"interrupted; '{path}' is unchanged", path, null);

    /// <summary>The stable name of a code in JSON.</summary>
    public static string CodeName(MutxError error) => JsonNamingPolicy.CamelCase.ConvertName(error.ToString());
}
