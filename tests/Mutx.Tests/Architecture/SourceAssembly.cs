using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Mutx.Tests.Architecture;

/// <summary>
/// One project below src as the compiler sees it: the arguments are those of the last build, so references, generated
/// sources and language are the real ones. Each is compiled once for all tests.
/// </summary>
internal sealed class SourceAssembly
{
    private static readonly ConcurrentDictionary<string, Lazy<SourceAssembly>> Known = new(StringComparer.Ordinal);

    private readonly Lazy<IReadOnlyList<SymbolUse>> _uses;

    private SourceAssembly(string project)
    {
        Project = project;
        Compilation = Compile(project);
        _uses = new Lazy<IReadOnlyList<SymbolUse>>(() => [.. Sources.AsParallel().AsOrdered().SelectMany(tree => SymbolWalk.Through(Compilation, tree, PathOf(tree)))]);
    }

    /// <summary>The projects that ship.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetDirectories(Path.Join(SourceTree.Root, "src")).Select(path => Path.GetFileName(path)!)
            // What runs inside of compilers has rules of its own: no files, no locks, no system.
            .Where(name => name != "Mutx.Analyzers")
            .Order(StringComparer.Ordinal)];

    public string Project { get; }

    public CSharpCompilation Compilation { get; }

    /// <summary>The sources that were written by hand for it. Those of another project that are compiled in are looked at there.</summary>
    public IEnumerable<SyntaxTree> Sources => Compilation.SyntaxTrees.Where(tree =>
        Path.GetFullPath(tree.FilePath).StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    /// <summary>Every symbol that they use.</summary>
    public IReadOnlyList<SymbolUse> Uses => _uses.Value;

    /// <summary>Where they lie.</summary>
    public string Folder => Path.Join(SourceTree.Root, "src", Project);

    public static SourceAssembly Of(string project) =>
        Known.GetOrAdd(project, static name => new Lazy<SourceAssembly>(() => new SourceAssembly(name))).Value;

    /// <summary>A source's path from the project's folder.</summary>
    public string PathOf(SyntaxTree tree) => Path.GetRelativePath(Folder, tree.FilePath);

    private static CSharpCompilation Compile(string project)
    {
        string folder = Path.Join(SourceTree.Root, "src", project);
        CSharpCommandLineArguments arguments = CSharpCommandLineParser.Default.Parse(
            File.ReadLines(ArgumentsOf(project)), folder, Path.GetDirectoryName(typeof(object).Assembly.Location));
        CSharpParseOptions options = arguments.ParseOptions.WithDocumentationMode(DocumentationMode.None);
        IEnumerable<SyntaxTree> trees = arguments.SourceFiles.Select(file =>
            CSharpSyntaxTree.ParseText(File.ReadAllText(file.Path), options, file.Path));
        var compilation = CSharpCompilation.Create(
            arguments.CompilationName,
            trees,
            arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(reference.Reference)),
            arguments.CompilationOptions);
        IEnumerable<ISourceGenerator> generators = arguments.AnalyzerReferences
            .SelectMany(analyzer => new AnalyzerFileReference(analyzer.FilePath, Loader.Instance).GetGenerators(LanguageNames.CSharp));
        CSharpGeneratorDriver.Create(generators, parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _, TestContext.Current.CancellationToken);
        return (CSharpCompilation)complete;
    }

    /// <summary>The file that the build of this configuration left of its call of the compiler.</summary>
    private static string ArgumentsOf(string project)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string[] found = Directory.Exists(Path.Join(SourceTree.Root, "artifacts/obj", project))
            ? [.. Directory.EnumerateFiles(Path.Join(SourceTree.Root, "artifacts/obj", project), "csc.rsp", SearchOption.AllDirectories)
                .Where(path => Path.GetFileName(Path.GetDirectoryName(path)!) is var pivot
                    && (pivot == configuration || pivot == $"{configuration}_net{Environment.Version.ToString(2)}"))]
            : [];
        return Assert.Single(found);
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public static readonly Loader Instance = new();

        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
