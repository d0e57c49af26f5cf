using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Mutx.TestKit;

namespace Mutx.Analyzers.Tests;

/// <summary>The rules as a whole: that they are explained, that they know the library, and that they leave good code alone.</summary>
public sealed partial class RulesTests
{
    private static IEnumerable<DiagnosticDescriptor> All => Analysis.Analyzers.SelectMany(each => each.SupportedDiagnostics).OrderBy(rule => rule.Id, StringComparer.Ordinal);

    public static TheoryData<string> Ids => [.. All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_page_has_a_chapter_on_each_rule_whose_first_example_breaks_it_and_whose_second_does_not(string id)
    {
        string page = await File.ReadAllTextAsync(Path.Join(Repository.Root, Rules.HelpPage), TestContext.Current.CancellationToken);
        DiagnosticDescriptor rule = All.Single(each => each.Id == id);
        Match chapter = Regex.Match(page, $@"^## {id}\n\n(.*?)(?=^## |\z)", RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.True(chapter.Success, $"{Rules.HelpPage} has no chapter on {id}");
        Assert.StartsWith($"{rule.Title}.", chapter.Groups[1].Value, StringComparison.Ordinal);
        string[] examples = [.. Example().Matches(chapter.Value).Select(match => match.Groups[1].Value)];
        Assert.Equal(2, examples.Length);
        Assert.Equal([id], (await Analysis.FindAsync(Code.Async(examples[0]))).Select(each => each.Id));
        await Code.IsFineAsync(Code.Async(examples[1]));
        Assert.EndsWith($"{Rules.HelpPage}#{id.ToLowerInvariant()}", rule.HelpLinkUri, StringComparison.Ordinal);
    }

    [Fact]
    public void The_types_that_the_rules_are_about_are_there()
    {
        string[] assemblies = ["Mutx.Core", "Mutx.Stores"];
        Assert.All(MutxTypes.Names, name => Assert.Contains(assemblies, assembly => Type.GetType($"{name}, {assembly}") is not null));
    }

    [Theory]
    [InlineData("src/Mutx.Stores")]
    [InlineData("src/Mutx.DependencyInjection")]
    [InlineData("src/Mutx.Cli")]
    [InlineData("samples")]
    public async Task Nothing_is_found_in_code_that_is_known_to_be_good(string folder)
    {
        string[] files = Directory.GetFiles(Path.Join(Repository.Root, folder), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.Empty((await Analysis.FindInAsync(files)).Select(each => each.ToString()));
    }

    [Fact]
    public async Task Code_without_mutx_is_left_alone() =>
        await Code.IsFineAsync("""
            internal sealed class Own : IDisposable
            {
                public static Own Acquire() => new();
                public static Own? TryAcquire() => null;
                public void Dispose() { }
                public static void Run(string path)
                {
                    Acquire();
                    using var tried = TryAcquire();
                    File.WriteAllText(path, "x");
                }
            }
            """);

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
