using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Mutx.Analyzers;

/// <summary>
/// Follows a value through one body: out of the expression that it comes up in, into a local variable, and to the uses of
/// that. Whatever it doesn't know counts as an escape, so that nothing is reported that isn't sure.
/// </summary>
internal static class ValueFlow
{
    /// <summary>What becomes of a value.</summary>
    public static Fate Of(IOperation value)
    {
        IOperation whole = Whole(value);
        Fate fate = Asked(value, whole) | InPlace(whole);
        if (LocalOf(whole) is not { } local)
        {
            return fate;
        }

        foreach (ILocalReferenceOperation use in References(whole, local))
        {
            fate |= OfUse(use);
        }

        return fate;
    }

    /// <summary>The variable that a value is put into where it comes up; null if none is.</summary>
    public static ILocalSymbol? LocalOf(IOperation whole) => whole.Parent switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation target, Parent: IExpressionStatementOperation } => target.Local,
        IIsPatternOperation test => Plain(test.Pattern) switch
        {
            IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol declared } => declared,
            IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol declared } => declared,
            _ => null,
        },
        _ => null,
    };

    /// <summary>The expression around a value that has the same value: awaited, converted, in parentheses.</summary>
    public static IOperation Whole(IOperation value)
    {
        while (value.Parent is { } parent && Passes(value, parent))
        {
            value = parent;
        }

        return value;
    }

    /// <summary>A value without what is around it that doesn't change it.</summary>
    public static IOperation Core(IOperation value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;
                default:
                    return value;
            }
        }
    }

    /// <summary>The whole body that an operation stands in, with the functions in it.</summary>
    public static IOperation Body(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    private static Fate OfUse(ILocalReferenceOperation use)
    {
        IOperation used = Whole(use);
        return used.Parent is ISimpleAssignmentOperation assignment && assignment.Target == used ? Fate.None
            : LocalOf(used) is not null ? Fate.Escapes // to another variable
            : Asked(use, used) | InPlace(used);
    }

    private static IPatternOperation Plain(IPatternOperation pattern) => pattern is INegatedPatternOperation negated ? negated.Pattern : pattern;

    /// <summary>Whether something stands in for null on the way from a value to the whole expression.</summary>
    private static Fate Asked(IOperation value, IOperation whole)
    {
        for (IOperation? at = value; at is not null; at = at.Parent)
        {
            if (at is ICoalesceOperation)
            {
                return Fate.Checked;
            }

            if (at == whole)
            {
                break;
            }
        }

        return Fate.None;
    }

    private static IEnumerable<ILocalReferenceOperation> References(IOperation anywhere, ILocalSymbol local) =>
        Body(anywhere).Descendants().OfType<ILocalReferenceOperation>()
            .Where(each => SymbolEqualityComparer.Default.Equals(each.Local, local) && !each.IsDeclaration);

    private static bool Passes(IOperation value, IOperation parent) => parent switch
    {
        IAwaitOperation or IParenthesizedOperation => true,
        IConversionOperation conversion => conversion.OperatorMethod is null,
        ICoalesceOperation coalesce => coalesce.Value == value,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult" } call => call.Instance == value,
        IPropertyReferenceOperation { Property.Name: "Result", Property.ContainingType.Name: "Task" or "ValueTask" } property =>
            property.Instance == value,
        _ => false,
    };

    /// <summary>What becomes of a value by the operation that it is a part of.</summary>
    private static Fate InPlace(IOperation value) => value.Parent switch
    {
        IExpressionStatementOperation or INameOfOperation => Fate.None,
        IUsingOperation => Fate.Disposed,
        IVariableInitializerOperation initializer => OfInitializer(initializer),
        ISimpleAssignmentOperation { Target: IDiscardOperation } => Fate.Discarded,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation, Parent: IExpressionStatementOperation } => Fate.None,
        IIsPatternOperation test => Plain(test.Pattern) is IConstantPatternOperation or IDeclarationPatternOperation or IRecursivePatternOperation
            ? Fate.Checked
            : Fate.Escapes,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => Fate.Checked,
        IConditionalAccessOperation access when access.Operation == value => OfAccess(access),
        IInvocationOperation call when call.Instance == value => IsDispose(call) ? Fate.Disposed : OfMember(call.TargetMethod),
        IMethodReferenceOperation { Method.Name: "Dispose" or "DisposeAsync" } method when method.Instance == value => Fate.Disposed,
        IMemberReferenceOperation member when member.Instance == value => OfMember(member.Member),
        _ => Fate.Escapes,
    };

    private static Fate OfInitializer(IVariableInitializerOperation initializer)
    {
        for (IOperation? at = initializer; at is not null and not IBlockOperation; at = at.Parent)
        {
            if (at is IUsingDeclarationOperation or IUsingOperation)
            {
                return Fate.Disposed;
            }
        }

        return Fate.None;
    }

    /// <summary>
    /// Who takes the handle out of a result may dispose of that in its place; and a task may be waited for, and given on, in
    /// any way.
    /// </summary>
    private static Fate OfMember(ISymbol member) =>
        member is { Name: "Handle" or "Require", ContainingType.Name: "LockResult" } or { ContainingType.Name: "Task" or "ValueTask" }
            ? Fate.Escapes
            : Fate.Used;

    /// <summary><c>value?.Dispose()</c> lets go of it and asks nothing: what follows runs either way.</summary>
    private static Fate OfAccess(IConditionalAccessOperation access) =>
        access.WhenNotNull is IInvocationOperation call && IsDispose(call) ? Fate.Disposed : Fate.Checked | Fate.Used;

    private static bool IsDispose(IInvocationOperation call) => call.TargetMethod.Name is "Dispose" or "DisposeAsync";
}
