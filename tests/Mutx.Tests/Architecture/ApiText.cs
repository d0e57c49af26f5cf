using System.Text;
using Microsoft.CodeAnalysis;

namespace Mutx.Tests.Architecture;

/// <summary>What users of a package can see, as text that a person reads and a diff shows well: one line a type or member.</summary>
internal static class ApiText
{
    private static readonly SymbolDisplayFormat Format = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance,
        SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeConstantValue,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeModifiers | SymbolDisplayParameterOptions.IncludeExtensionThis,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral);

    public static string Of(IAssemblySymbol assembly)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, INamedTypeSymbol> room in Types(assembly.GlobalNamespace)
            .Where(IsVisible)
            .GroupBy(type => type.ContainingNamespace.ToDisplayString())
            .OrderBy(room => room.Key, StringComparer.Ordinal))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append("namespace ").Append(room.Key).Append('\n');
            foreach (INamedTypeSymbol type in room.OrderBy(type => type.ToDisplayString(Format), StringComparer.Ordinal))
            {
                Append(text, type, "    ");
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, INamedTypeSymbol type, string indent)
    {
        text.Append('\n').Append(indent).Append(Head(type)).Append('\n');
        foreach (ISymbol member in type.GetMembers().Where(IsTold).OrderBy(member => member.Name, StringComparer.Ordinal).ThenBy(Line, StringComparer.Ordinal))
        {
            text.Append(indent).Append("    ").Append(Line(member)).Append('\n');
        }

        foreach (INamedTypeSymbol inner in type.GetTypeMembers().Where(IsVisible).OrderBy(inner => inner.Name, StringComparer.Ordinal))
        {
            Append(text, inner, indent + "    ");
        }
    }

    private static string Head(INamedTypeSymbol type)
    {
        string modifier = type.IsStatic ? "static "
            : type is { TypeKind: TypeKind.Class, IsAbstract: true } ? "abstract "
            : type is { TypeKind: TypeKind.Class, IsSealed: true } ? "sealed "
            : type is { TypeKind: TypeKind.Struct, IsReadOnly: true } ? "readonly "
            : "";
        string kind = (type.IsRecord ? "record " : "") + type.TypeKind.ToString().ToLowerInvariant();
        string[] bases = [.. Bases(type).Select(each => each.ToDisplayString(Format))];
        return $"{modifier}{kind} {type.ToDisplayString(Format)}{(bases.Length > 0 ? " : " : "")}{string.Join(", ", bases)}";
    }

    /// <summary>But for what a record, an enumeration or a delegate has by nature.</summary>
    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        if (type is { TypeKind: TypeKind.Class, BaseType: { SpecialType: SpecialType.None } inherited })
        {
            yield return inherited;
        }

        foreach (INamedTypeSymbol each in type.Interfaces.Where(each => !(type.IsRecord && each.Name == "IEquatable")).OrderBy(each => each.Name, StringComparer.Ordinal))
        {
            yield return each;
        }
    }

    private static bool IsTold(ISymbol member) => IsVisible(member) && member switch
    {
        INamedTypeSymbol => false,
        IMethodSymbol { AssociatedSymbol: not null } => false,
        IMethodSymbol { MethodKind: MethodKind.Constructor } => member.ContainingType.TypeKind != TypeKind.Enum,
        IMethodSymbol => !member.IsImplicitlyDeclared,
        _ => true,
    };

    private static string Line(ISymbol member)
    {
        string line = member.ToDisplayString(Format);
        return member.ContainingType.TypeKind == TypeKind.Enum && member is IFieldSymbol value ? $"{value.Name} = {value.ConstantValue}" : line;
    }

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        && (symbol.ContainingType is null || IsVisible(symbol.ContainingType))
        && !(symbol.DeclaredAccessibility == Accessibility.Protected && symbol.ContainingType is { IsSealed: true });

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol room) =>
        room.GetTypeMembers().Concat(room.GetNamespaceMembers().SelectMany(Types));
}
