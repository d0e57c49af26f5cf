namespace Mutx.Cli.CommandLine;

/// <summary>Words that stand alone where a file is named, and are more likely meant as a command.</summary>
internal static class LoneWord
{
    private const string Help = "mutx --help";
    private const string Look = "mutx status";
    private const string Run = "mutx run RESOURCE -- COMMAND";

    /// <summary>What other programs have as commands, and what comes nearest to it here.</summary>
    private static readonly (string Word, string Meant)[] Expected =
    [
        ("version", "mutx --version"),
        ("completion", Help), ("completions", Help), ("config", Help), ("edit", Help), ("init", Help), ("install", Help),
        ("man", Help), ("share", Help), ("usage", Help),
        ("info", Look), ("list", Look), ("ls", Look), ("show", Look),
        ("exec", Run), ("lock", Run), ("unlock", Look),
    ];

    /// <summary>What was probably meant, as it is typed; null for a word that is no more than a name.</summary>
    public static string? Meaning(string word)
    {
        foreach ((string known, string meant) in Expected)
        {
            if (word == known)
            {
                return meant;
            }
        }

        return Spelling.OneSlipFrom(word, Spelling.CommandNames()) is { } command ? "mutx " + command : null;
    }
}
