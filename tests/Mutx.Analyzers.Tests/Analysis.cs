using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Mutx.Analyzers.Tests;

/// <summary>Compiles sources as a user's project would be, and runs the analyzers and fixes on them.</summary>
internal static class Analysis
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
        [.. Instances<DiagnosticAnalyzer>()];

    public static ImmutableArray<CodeFixProvider> Fixes { get; } = [.. Instances<CodeFixProvider>()];

    private static ImmutableArray<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => (MetadataReference)MetadataReference.CreateFromFile(file)),
    ];

    private static CSharpParseOptions Syntax { get; } = new(LanguageVersion.Preview);

    /// <summary>What is found in a source, which has to compile.</summary>
    public static async Task<ImmutableArray<Diagnostic>> FindAsync(string source)
    {
        var compilation = (CSharpCompilation)(await DocumentOf(source).Project.GetCompilationAsync(Token))!;
        Assert.Empty(compilation.GetDiagnostics(Token).Where(each => each.Severity == DiagnosticSeverity.Error));
        return await FindAsync(compilation);
    }

    /// <summary>What is found in files of one project, whatever else the compiler says of them.</summary>
    public static Task<ImmutableArray<Diagnostic>> FindInAsync(IEnumerable<string> files)
    {
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText(Code.Usings, Syntax),
            .. files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Syntax, file)),
        ];
        return FindAsync(CSharpCompilation.Create("Sources", trees, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)));
    }

    /// <summary>The source after the fix of the first thing that is found; null if there is no fix for it.</summary>
    public static async Task<string?> FixAsync(string source)
    {
        Document document = DocumentOf(source);
        Diagnostic first = (await FindAsync(source)).OrderBy(each => each.Location.SourceSpan.Start).First();
        var actions = new List<CodeAction>();
        foreach (CodeFixProvider fix in Fixes.Where(each => each.FixableDiagnosticIds.Contains(first.Id)))
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, first, (action, _) => actions.Add(action), Token));
        }

        if (actions.Count == 0)
        {
            return null;
        }

        ImmutableArray<CodeActionOperation> operations = await Assert.Single(actions).GetOperationsAsync(Token);
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        string text = (await changed.GetDocument(document.Id)!.GetTextAsync(Token)).ToString();
        Assert.DoesNotContain(await FindAsync(text), each => each.Id == first.Id && each.Location.SourceSpan.Start == first.Location.SourceSpan.Start);
        return text;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<ImmutableArray<Diagnostic>> FindAsync(CSharpCompilation compilation) => compilation
        .WithAnalyzers(Analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            (error, analyzer, _) => throw new InvalidOperationException($"{analyzer.GetType().Name} failed", error),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false))
        .GetAnalyzerDiagnosticsAsync(Token);

    private static Document DocumentOf(string source)
    {
        var workspace = new AdhocWorkspace();
        Project project = workspace.AddProject("Source", LanguageNames.CSharp)
            .WithParseOptions(Syntax)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .WithMetadataReferences(References);
        return project.AddDocument("Usings.cs", SourceText.From(Code.Usings)).Project.AddDocument("Source.cs", SourceText.From(source));
    }

    private static IEnumerable<T> Instances<T>() => typeof(HandleAnalyzer).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && typeof(T).IsAssignableFrom(type))
        .Select(type => (T)Activator.CreateInstance(type)!);
}
