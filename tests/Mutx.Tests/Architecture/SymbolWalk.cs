using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutx.Tests.Architecture;

/// <summary>
/// Finds the symbols that sources use: what each name means, however it is written (relative, by an alias, as an
/// extension or an attribute, <c>var</c>), and the types that come of it without being named.
/// </summary>
internal sealed class SymbolWalk
{
    // Words of the language that parse as names.
    private static readonly string[] Words = ["nameof", "notnull", "unmanaged", "_"];

    private readonly SyntaxTree _tree;
    private readonly string _path;
    private readonly SemanticModel _model;
    private readonly Dictionary<(ISymbol User, ISymbol Used), SymbolUse> _uses = new(SymbolPairs.Instance);

    private SymbolWalk(Compilation compilation, SyntaxTree tree, string path)
    {
        _tree = tree;
        _path = path;
#pragma warning disable RSEXPERIMENTAL001 // What may be null doesn't matter here, and finding out takes a third of the time.
        _model = compilation.GetSemanticModel(tree, SemanticModelOptions.DisableNullableAnalysis);
#pragma warning restore RSEXPERIMENTAL001
    }

    /// <summary>What the types of one source use.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="tree">The source.</param>
    /// <param name="path">What it is called.</param>
    /// <exception cref="InvalidOperationException">A name means nothing: the compilation isn't that of the build.</exception>
    public static IEnumerable<SymbolUse> Through(Compilation compilation, SyntaxTree tree, string path)
    {
        var walk = new SymbolWalk(compilation, tree, path);
        foreach (MemberDeclarationSyntax type in OutermostTypes(tree.GetRoot()))
        {
            walk.Visit(type, (INamedTypeSymbol)walk._model.GetDeclaredSymbol(type)!);
        }

        return walk._uses.Values;
    }

    /// <summary>The declarations of types that stand in no other type; each part of a partial one.</summary>
    public static IEnumerable<MemberDeclarationSyntax> OutermostTypes(SyntaxNode root) =>
        root.DescendantNodes(node => !IsType(node)).Where(IsType).Cast<MemberDeclarationSyntax>();

    private static bool IsType(SyntaxNode node) => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax;

    private void Visit(MemberDeclarationSyntax declaration, INamedTypeSymbol user)
    {
        foreach (SyntaxNode node in declaration.DescendantNodes())
        {
            if (node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax)
            {
                ISymbol? used = _model.GetSymbolInfo(node).Symbol;
                if (used is null && node is SimpleNameSyntax name && !Words.Contains(name.Identifier.Text) && !IsLength(name))
                {
                    throw new InvalidOperationException($"{_path}({LineOf(node)}): '{node}' means nothing.");
                }

                Add(user, used, node);
            }
        }
    }

    /// <summary>The length of a fixed buffer, which the model doesn't tell of.</summary>
    private static bool IsLength(SimpleNameSyntax name) => name.FirstAncestorOrSelf<FieldDeclarationSyntax>() is { } field
        && field.Modifiers.Any(SyntaxKind.FixedKeyword);

    private void Add(INamedTypeSymbol user, ISymbol? used, SyntaxNode node)
    {
        switch (used)
        {
            case ITypeSymbol type:
                AddType(user, type, node);
                break;
            case IMethodSymbol { ReducedFrom: { } extension }:
                AddMember(user, extension, extension.ReturnType, node);
                break;
            case IMethodSymbol { ContainingType: not null } method:
                AddMember(user, method, method.ReturnType, node);
                break;
            case IPropertySymbol property:
                AddMember(user, property, property.Type, node);
                break;
            case IFieldSymbol field:
                AddMember(user, field, field.Type, node);
                break;
            case IEventSymbol declared:
                AddMember(user, declared, declared.Type, node);
                break;
        }
    }

    private void AddMember(INamedTypeSymbol user, ISymbol member, ITypeSymbol comesOfIt, SyntaxNode node)
    {
        AddType(user, member.ContainingType, node);
        AddType(user, comesOfIt, node);
        Record(user, member.OriginalDefinition, node);
    }

    private void AddType(INamedTypeSymbol user, ITypeSymbol? type, SyntaxNode node)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                AddType(user, array.ElementType, node);
                break;
            case IPointerTypeSymbol pointer:
                AddType(user, pointer.PointedAtType, node);
                break;
            case INamedTypeSymbol { IsAnonymousType: false, IsTupleType: false } named when named.TypeKind != TypeKind.Error:
                Record(user, named.OriginalDefinition, node);
                foreach (ITypeSymbol argument in named.TypeArguments)
                {
                    AddType(user, argument, node);
                }

                break;
            case INamedTypeSymbol { IsTupleType: true } tuple:
                foreach (IFieldSymbol element in tuple.TupleElements)
                {
                    AddType(user, element.Type, node);
                }

                break;
        }
    }

    private void Record(INamedTypeSymbol user, ISymbol used, SyntaxNode node)
    {
        if (!_uses.ContainsKey((user, used)))
        {
            _uses.Add((user, used), new SymbolUse(user, used, _path, LineOf(node)));
        }
    }

    private int LineOf(SyntaxNode node) => _tree.GetLineSpan(node.Span).StartLinePosition.Line + 1;

    private sealed class SymbolPairs : IEqualityComparer<(ISymbol User, ISymbol Used)>
    {
        public static readonly SymbolPairs Instance = new();

        public bool Equals((ISymbol User, ISymbol Used) x, (ISymbol User, ISymbol Used) y) =>
            SymbolEqualityComparer.Default.Equals(x.User, y.User) && SymbolEqualityComparer.Default.Equals(x.Used, y.Used);

        public int GetHashCode((ISymbol User, ISymbol Used) key) => HashCode.Combine(
            SymbolEqualityComparer.Default.GetHashCode(key.User), SymbolEqualityComparer.Default.GetHashCode(key.Used));
    }
}
