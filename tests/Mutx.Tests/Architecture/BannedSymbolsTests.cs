using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Mutx.Tests.Architecture;

/// <summary>
/// eng/BannedSymbols.txt and its exemptions. The build refuses a banned symbol wherever the compiler's RS0030 isn't
/// switched off; it is switched off for a file, by a line that names the one symbol and says why:
/// <c>#pragma warning disable RS0030 // System.IO.File: why</c>.
/// </summary>
public sealed partial class BannedSymbolsTests
{
    private const string Rule = "RS0030";

    public static TheoryData<string> Projects => [.. SourceAssembly.Projects];

    private static IReadOnlyList<string> Banned { get; } =
        [.. File.ReadAllLines(Path.Join(SourceTree.Root, "eng/BannedSymbols.txt")).Where(line => line.Length > 0).Select(line => line.Split(';')[0])];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_uses_no_banned_symbol_but_those_it_is_exempt_for(string project)
    {
        HashSet<(string File, string Symbol)> exemptions = [.. Exemptions(SourceAssembly.Of(project)).Select(each => (each.File, each.Symbol))];
        Breaches.None(BannedUses(project)
            .Where(each => !exemptions.Contains((each.Use.File, each.Symbol)))
            .Select(each => $"{each.Use}: {each.Symbol} is banned"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_exemption_is_of_a_symbol_that_the_file_uses_and_says_why(string project)
    {
        HashSet<(string File, string Symbol)> needed = [.. BannedUses(project).Select(each => (each.Use.File, each.Symbol))];
        Breaches.None(Exemptions(SourceAssembly.Of(project))
            .Where(each => each.Why.Length == 0 || !needed.Contains((each.File, each.Symbol)))
            .Select(each => $"{each.File}: {each.Line}"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_exemption_stands_only_where_its_wall_has_a_door(string project)
    {
        SourceAssembly assembly = SourceAssembly.Of(project);
        ILookup<string, string> rooms = assembly.Uses.ToLookup(use => use.File, use => use.UserRoom);
        Breaches.None(Exemptions(assembly)
            .Where(each => !HasDoor(project, rooms[each.File].First(), each.Symbol))
            .Select(each => $"{each.File}: {each.Line}"));
    }

    /// <summary>Whoever switches the rule off in another way would open all walls at once.</summary>
    [Fact]
    public void The_rule_is_switched_off_in_no_other_way()
    {
        string[] settings =
        [
            .. Directory.EnumerateFiles(Path.Join(SourceTree.Root, "src"), ".editorconfig", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(Path.Join(SourceTree.Root, "src"), "*.csproj", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(Path.Join(SourceTree.Root, "eng")),
        ];
        Assert.DoesNotContain(settings, file => File.ReadAllText(file).Contains(Rule, StringComparison.Ordinal));
        Breaches.None(SourceTree.Files("src")
            .SelectMany(file => file.Text.Split('\n').Where(line => line.Contains(Rule, StringComparison.Ordinal)))
            .Select(line => line.Trim())
            .Where(line => !Exemption().IsMatch(line) && line != $"#pragma warning restore {Rule}"));
    }

    /// <summary>The program has a terminal and an end; of the library, Platform has the system, and waiting waits.</summary>
    private static bool HasDoor(string project, string room, string symbol) => (project, room) switch
    {
        ("Mutx.Cli" or "Mutx.Servers", _) => true,
        ("Mutx.Core", "Mutx.Platform") => symbol is not ("System.Console" or "System.Environment.Exit"),
        ("Mutx.Core", "Mutx.Locking") => symbol == "System.Threading.Thread.Sleep",
        _ => false,
    };

    private static IEnumerable<(SymbolUse Use, string Symbol)> BannedUses(string project) =>
        from use in SourceAssembly.Of(project).Uses
        let entry = Banned.FirstOrDefault(entry => Bans(entry, use))
        where entry is not null
        select (use, NameOf(entry));

    private static bool Bans(string entry, SymbolUse use) => entry[0] switch
    {
        'N' => use.UsedRoom == entry[2..],
        'T' => use.Type.GetDocumentationCommentId() == entry,
        _ => use.Used.GetDocumentationCommentId() == entry,
    };

    /// <summary>A symbol without its kind and its parameters, as an exemption names it.</summary>
    private static string NameOf(string entry) => entry[2..].Split('(')[0];

    private static IEnumerable<(string File, string Line, string Symbol, string Why)> Exemptions(SourceAssembly assembly) =>
        from tree in assembly.Sources
        from line in tree.ToString().Split('\n')
        let match = Exemption().Match(line)
        where match.Success
        select (assembly.PathOf(tree), line.Trim(), match.Groups["symbol"].Value, match.Groups["why"].Value);

    [GeneratedRegex(@"^\s*#pragma warning disable RS0030 // (?<symbol>[\w.]+): (?<why>\S.*)$")]
    private static partial Regex Exemption();
}
