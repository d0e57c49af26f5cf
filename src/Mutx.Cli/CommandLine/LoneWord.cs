namespace Mutx.Cli.CommandLine;

/// <summary>Words that stand alone where a file is named, and are more likely meant as a command.</summary>
internal static class LoneWord
{
    private const string Help = "mutx --help";
    private const string Look = "mutx status";
    private const string Run = "mutx run RESOURCE -- COMMAND";

    /// <summary>What was probably meant, as it is typed; null for a word that is no more than a name.</summary>
    public static string? Meaning(string word) =>
        Expected(word) ?? (Spelling.CommandOneSlipFrom(word) is { } command ? "mutx " + command : null);

    /// <summary>What comes nearest here to a word that other programs have as a command.</summary>
    private static string? Expected(string word) => word switch
    {
        "version" => "mutx --version",
        "completion" or "completions" or "config" or "edit" or "init" or "install" or "man" or "share" or "usage" => Help,
        "info" or "list" or "ls" or "show" or "unlock" => Look,
        "exec" or "lock" => Run,
        _ => null,
    };
}
