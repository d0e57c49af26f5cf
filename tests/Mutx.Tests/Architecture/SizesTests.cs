using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutx.Tests.Architecture;

/// <summary>How much a reader has to hold in his head at once. A class counts with all its parts.</summary>
public sealed class SizesTests
{
    private const int MaxLines = 300;
    private const int MaxLinesOfMethod = 45;

    // What is longer, with the reason; none grows by oversight.
    private static readonly Dictionary<string, int> Longer = new(StringComparer.Ordinal)
    {
        // One seam, one strategy for each system: a call more there is a method more here.
        ["Mutx.Platform.WindowsDisk"] = 610,
        ["Mutx.Platform.UnixDisk"] = 550,
        ["Mutx.Platform.LinuxDisk"] = 450,
        ["Mutx.Platform.Disk"] = 345,
        ["Mutx.Interop.Libc"] = 310,

        // Tables: a line more for each option.
        ["Mutx.Cli.CommandLine.OptionTable"] = 420,
        ["CommandLine/OptionTable.cs"] = 390,

        // Each is the whole of one protocol, which reads from top to bottom.
        ["Mutx.Writing.StagedFile"] = 390,
        ["Mutx.Writing.AtomicWriter"] = 320,
        ["Writing/AtomicWriter.cs"] = 330,

        // A public surface: the documentation of its methods is longer than they are.
        ["Locking/FileLock.cs"] = 310,
        ["Mutx.Repositories.JsonRepository<T>"] = 350,
        ["Mutx.Stores.Queues.CommandQueue"] = 470,
    };

    public static TheoryData<string> Projects => [.. SourceAssembly.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Classes_stay_short(string project)
    {
        SourceAssembly assembly = SourceAssembly.Of(project);
        Breaches.None(assembly.Sources
            .SelectMany(tree => SymbolWalk.OutermostTypes(tree.GetRoot(TestContext.Current.CancellationToken)))
            .GroupBy(type => assembly.Compilation.GetSemanticModel(type.SyntaxTree).GetDeclaredSymbol(type, TestContext.Current.CancellationToken)!.ToDisplayString())
            .Select(parts => (Name: parts.Key, Lines: parts.Sum(LinesOf)))
            .Where(type => type.Lines > LimitOf(type.Name)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Files_stay_short(string project)
    {
        SourceAssembly assembly = SourceAssembly.Of(project);
        Breaches.None(assembly.Sources
            .Select(tree => (Name: assembly.PathOf(tree), Lines: tree.GetText(TestContext.Current.CancellationToken).Lines.Count - 1))
            .Where(file => file.Lines > LimitOf(file.Name)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Methods_stay_short(string project)
    {
        SourceAssembly assembly = SourceAssembly.Of(project);
        Breaches.None(
            from tree in assembly.Sources
            from method in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes()
            where method is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or PropertyDeclarationSyntax
            where LinesOf(method) > MaxLinesOfMethod && !IsTable(method)
            select $"{assembly.PathOf(tree)}: {LinesOf(method)} lines: {method.ToString().Split('\n')[0]}");
    }

    /// <summary>A property with an initializer is data.</summary>
    private static bool IsTable(SyntaxNode method) => method is PropertyDeclarationSyntax { Initializer: not null };

    private static int LimitOf(string name) => Longer.GetValueOrDefault(name, MaxLines);

    private static int LinesOf(SyntaxNode node)
    {
        FileLinePositionSpan span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
