using Microsoft.CodeAnalysis;

namespace Mutx.Tests.Architecture;

/// <summary>A type uses a symbol: a type, or a member of one.</summary>
/// <param name="User">The outermost type that the use stands in.</param>
/// <param name="Used">What is used, as it was declared.</param>
/// <param name="File">Where it is used first.</param>
/// <param name="Line">The line there.</param>
internal sealed record SymbolUse(INamedTypeSymbol User, ISymbol Used, string File, int Line)
{
    /// <summary>The type that is used, or whose member is.</summary>
    public INamedTypeSymbol Type { get; } = Outermost(Used as INamedTypeSymbol ?? Used.ContainingType);

    public string UserRoom => User.ContainingNamespace.ToDisplayString();

    public string UsedRoom => Type.ContainingNamespace.ToDisplayString();

    /// <summary>Whether what is used is of the same assembly.</summary>
    public bool IsInside => SymbolEqualityComparer.Default.Equals(User.ContainingAssembly, Type.ContainingAssembly);

    public override string ToString() => $"{File}({Line}): {User.Name} uses {Used.ToDisplayString()}";

    public static INamedTypeSymbol Outermost(INamedTypeSymbol type)
    {
        while (type.ContainingType is { } outer)
        {
            type = outer;
        }

        return type;
    }
}
