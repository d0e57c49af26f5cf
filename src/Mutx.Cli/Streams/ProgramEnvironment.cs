#pragma warning disable RS0030 // System.Environment.GetEnvironmentVariable: this is the one place that reads it for the program

namespace Mutx.Cli.Streams;

/// <summary>The one place that reads environment variables for the program; the library reads its own.</summary>
internal static class ProgramEnvironment
{
    /// <summary>The variable's value. An empty one counts as not set.</summary>
    public static string? Get(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
