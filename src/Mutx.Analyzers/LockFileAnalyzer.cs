using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Mutx.Analyzers;

/// <summary>Finds files that are named as their own lock files.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockFileAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.LocksDataFile];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (MutxTypes.In(start.Compilation) is { } types)
            {
                start.RegisterOperationAction(operation => Look(operation, types), OperationKind.Invocation, OperationKind.ObjectCreation);
            }
        });
    }

    private static void Look(OperationAnalysisContext context, MutxTypes types)
    {
        (ImmutableArray<IArgumentOperation> arguments, INamedTypeSymbol? owner) = context.Operation switch
        {
            IInvocationOperation call => (call.Arguments, call.TargetMethod.ContainingType),
            IObjectCreationOperation creation => (creation.Arguments, creation.Constructor?.ContainingType),
            _ => ([], null),
        };
        if (owner is null || !types.IsOfMutx(owner) || SameValue.Argument(arguments, "resource", "path") is not { } resource)
        {
            return;
        }

        foreach (IArgumentOperation argument in arguments)
        {
            foreach (ISimpleAssignmentOperation assignment in LockFilesIn(argument.Value, types))
            {
                if (SameValue.Are(assignment.Value, resource))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rules.LocksDataFile, assignment.Syntax.GetLocation(), ValueFlow.Core(resource).Syntax.ToString()));
                }
            }
        }
    }

    /// <summary>The lock files that options name: those made here, or in the one place where the variable gets its value.</summary>
    private static IEnumerable<ISimpleAssignmentOperation> LockFilesIn(IOperation options, MutxTypes types)
    {
        if (ValueFlow.Core(options) is ILocalReferenceOperation { Local: var local })
        {
            IOperation[] values = [.. ValuesOf(ValueFlow.Body(options), local)];
            if (values.Length != 1)
            {
                yield break;
            }

            options = values[0];
        }

        foreach (ISimpleAssignmentOperation assignment in options.DescendantsAndSelf().OfType<ISimpleAssignmentOperation>())
        {
            if (assignment.Target is IPropertyReferenceOperation { Property: { Name: "LockFile", ContainingType: var owner } }
                && SymbolEqualityComparer.Default.Equals(owner, types.Options))
            {
                yield return assignment;
            }
        }
    }

    private static IEnumerable<IOperation> ValuesOf(IOperation body, ILocalSymbol local)
    {
        foreach (IOperation each in body.Descendants())
        {
            if (each is IVariableDeclaratorOperation { Initializer: { } initializer } declarator
                && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
            {
                yield return initializer.Value;
            }
            else if (each is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment
                && SymbolEqualityComparer.Default.Equals(target.Local, local))
            {
                yield return assignment.Value;
            }
        }
    }
}
