namespace Mutx.Cli.Hints;

/// <summary>
/// What a person types in place of the calls that the library's texts name. The library has no command lines to speak of, and
/// where its cure depends on what it found (which directory), the program says that cure, not one of its own.
/// </summary>
internal static class ProgramWords
{
    /// <summary>A text of the library as the program says it.</summary>
    public static string Of(string text) => text.Replace("SharedLocks.Create on ", "mutx share ", StringComparison.Ordinal);
}
