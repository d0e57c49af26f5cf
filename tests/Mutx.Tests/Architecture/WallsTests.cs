using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Mutx.Tests.Architecture;

/// <summary>What the parts of the house keep from each other, checked on what the compiler sees.</summary>
public sealed partial class WallsTests
{
    private const string Program = "Mutx.Cli";
    private const string ProgramWithServers = "Mutx.Servers";

    // What each of our packages may use of the others, and of them only what is public.
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Mutx.Core"] = [],
        ["Mutx.Stores"] = ["Mutx.Core"],
        ["Mutx.DependencyInjection"] = ["Mutx.Core", "Mutx.Stores"],
        ["Mutx.Testing"] = ["Mutx.Core"],
        ["Mutx.Postgres"] = ["Mutx.Core"],
        ["Mutx.Etcd"] = ["Mutx.Core"],
        ["Mutx.Analyzers"] = [],
        [Program] = ["Mutx.Core", "Mutx.Stores"],
        [ProgramWithServers] = ["Mutx.Core", "Mutx.Stores", "Mutx.Postgres", "Mutx.Etcd"],
    };

    private static readonly SyntaxKind[] Deeds =
    [
        SyntaxKind.IfStatement, SyntaxKind.ForStatement, SyntaxKind.ForEachStatement, SyntaxKind.WhileStatement,
        SyntaxKind.DoStatement, SyntaxKind.TryStatement, SyntaxKind.ThrowStatement, SyntaxKind.ThrowExpression,
    ];

    public static TheoryData<string> Projects => [.. SourceAssembly.Projects];

    public static TheoryData<string> Libraries => [.. SourceAssembly.Projects.Where(project => project is not (Program or ProgramWithServers))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_package_uses_only_the_packages_it_may_use(string project)
    {
        SourceAssembly assembly = SourceAssembly.Of(project);
        Breaches.None(assembly.Compilation.ReferencedAssemblyNames
            .Select(reference => reference.Name)
            .Where(name => name.StartsWith("Mutx", StringComparison.OrdinalIgnoreCase) && !MayUse[project].Contains(name)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void What_ships_shows_its_internals_to_nothing_that_ships(string project)
    {
        string[] shipping = [.. SourceAssembly.Projects.Select(each => SourceAssembly.Of(each).Compilation.AssemblyName!)];
        Breaches.None(SourceAssembly.Of(project).Compilation.Assembly.GetAttributes()
            .Where(attribute => attribute.AttributeClass!.Name == "InternalsVisibleToAttribute")
            .Select(attribute => (string)attribute.ConstructorArguments[0].Value!)
            .Where(friend => shipping.Contains(friend.Split(',')[0], StringComparer.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Only_Platform_sees_the_native_functions() =>
        Breaches.None(SourceAssembly.Of("Mutx.Core").Uses
            .Where(use => use is { IsInside: true, UsedRoom: "Mutx.Interop", UserRoom: not ("Mutx.Interop" or "Mutx.Platform") }));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Native_functions_are_declared_in_a_room_of_their_own(string project) =>
        Breaches.None(SourceAssembly.Of(project).Uses
            .Where(use => use.Used.Name is "LibraryImportAttribute" or "DllImportAttribute" or "NativeLibrary"
                && !use.UserRoom.EndsWith(".Interop", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_of_native_functions_declares_and_does_nothing_else(string project)
    {
        SourceAssembly assembly = SourceAssembly.Of(project);
        Breaches.None(assembly.Sources
            .Where(tree => assembly.PathOf(tree).StartsWith("Interop/", StringComparison.Ordinal))
            .Where(tree => tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().Any(node => Deeds.Contains(node.Kind())))
            .Select(assembly.PathOf));
    }

    /// <summary>Options and command lines are the program's to speak of; who calls a library has none.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void No_library_says_what_to_type(string project)
    {
        SourceAssembly assembly = SourceAssembly.Of(project);
        Breaches.None(
            from tree in assembly.Sources
            from token in tree.GetRoot(TestContext.Current.CancellationToken).DescendantTokens()
            where token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.Utf8StringLiteralToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            where TypedText().IsMatch(token.ValueText)
            select $"{assembly.PathOf(tree)}: {token.Text}");
    }

    // An option, or a command line of the program; that of "lock" has an option, and threads are called so.
    [GeneratedRegex(@"--[a-z]|\bmutx (write|update|edit|run|status|share|backups|restore|housekeep|feature|queue|completions)\b")]
    private static partial Regex TypedText();
}
