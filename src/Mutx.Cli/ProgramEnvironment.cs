namespace Mutx.Cli;

/// <summary>The one place that reads environment variables for the program; the library reads its own.</summary>
internal static class ProgramEnvironment
{
    /// <summary>The variable's value. An empty one counts as not set.</summary>
    public static string? Get(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
