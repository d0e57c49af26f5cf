using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Mutx.Analyzers;

/// <summary>Finds records that are read, changed and written back without a lock over all three.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LostUpdateAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] Readers = ["Read", "ReadAsync", "ReadRecord", "ReadRecordAsync"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.LostUpdate];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (MutxTypes.In(start.Compilation) is { } types)
            {
                start.RegisterOperationAction(operation => Look(operation, types), OperationKind.Invocation);
            }
        });
    }

    private static void Look(OperationAnalysisContext context, MutxTypes types)
    {
        var write = (IInvocationOperation)context.Operation;
        if (write.TargetMethod.Name is not ("Write" or "WriteAsync") || !types.IsRepository(write.TargetMethod.ContainingType)
            || SameValue.Argument(write.Arguments, "value") is not { } value)
        {
            return;
        }

        IOperation body = ValueFlow.Body(write);
        IInvocationOperation[] calls = [.. body.Descendants().OfType<IInvocationOperation>()];
        if (calls.Any(call => IsUnderLock(call, types)))
        {
            return;
        }

        foreach (IInvocationOperation read in calls)
        {
            if (IsOfSameRecord(read, write) && ValueFlow.LocalOf(ValueFlow.Whole(read)) is { } local && Mentions(value, local))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.LostUpdate, write.Syntax.GetLocation(), read.TargetMethod.Name));
                return;
            }
        }
    }

    /// <summary>Whoever takes a lock of mutx in the same body may well have taken it for this.</summary>
    private static bool IsUnderLock(IInvocationOperation call, MutxTypes types) =>
        types.GivesHandle(call.TargetMethod)
        || (types.IsService(call.TargetMethod.ContainingType) && call.TargetMethod.Name.StartsWith("WithLock", StringComparison.Ordinal));

    private static bool IsOfSameRecord(IInvocationOperation read, IInvocationOperation write) =>
        Readers.Contains(read.TargetMethod.Name) && read.Syntax.SpanStart < write.Syntax.SpanStart
        && read.Instance is { } from && write.Instance is { } to && SameValue.Are(from, to)
        && SameValue.Argument(read.Arguments, "id") is { } one && SameValue.Argument(write.Arguments, "id") is { } other
        && SameValue.Are(one, other);

    private static bool Mentions(IOperation value, ILocalSymbol local) =>
        value.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(each => SymbolEqualityComparer.Default.Equals(each.Local, local));
}
