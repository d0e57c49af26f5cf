using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Mutx.Analyzers;

/// <summary>Whether two expressions have the same value wherever they stand in one body: the same variable, or the same text.</summary>
internal static class SameValue
{
    public static bool Are(IOperation one, IOperation other)
    {
        one = ValueFlow.Core(one);
        other = ValueFlow.Core(other);
        if (one.ConstantValue is { HasValue: true, Value: string text })
        {
            return other.ConstantValue is { HasValue: true, Value: string same } && text == same;
        }

        return (one, other) switch
        {
            (ILocalReferenceOperation a, ILocalReferenceOperation b) => Same(a.Local, b.Local),
            (IParameterReferenceOperation a, IParameterReferenceOperation b) => Same(a.Parameter, b.Parameter),
            (IInstanceReferenceOperation, IInstanceReferenceOperation) => true,
            (IPropertyReferenceOperation { Arguments.Length: > 0 } a, IPropertyReferenceOperation { Arguments.Length: > 0 } b) =>
                Same(a.Property, b.Property) && AreAll(a.Arguments, b.Arguments)
                && a.Instance is not null && b.Instance is not null && Are(a.Instance, b.Instance),
            (IMemberReferenceOperation a, IMemberReferenceOperation b) when a is IFieldReferenceOperation or IPropertyReferenceOperation =>
                Same(a.Member, b.Member) && (a.Instance is null ? b.Instance is null : b.Instance is not null && Are(a.Instance, b.Instance)),
            _ => false,
        };
    }

    /// <summary>The argument for a parameter of one of these names; null if there is none, or it was left out.</summary>
    public static IOperation? Argument(IEnumerable<IArgumentOperation> arguments, params string[] names) =>
        arguments.FirstOrDefault(each => each.ArgumentKind == ArgumentKind.Explicit && names.Contains(each.Parameter?.Name))?.Value;

    private static bool AreAll(ImmutableArray<IArgumentOperation> one, ImmutableArray<IArgumentOperation> other)
    {
        for (int i = 0; i < one.Length; i++)
        {
            if (!Are(one[i].Value, other[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
