using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Mutx.Analyzers;

/// <summary>Looks at what becomes of handles and of the results of Try methods.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandleAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.HandleNotDisposed, Rules.ResultNotChecked];

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
        var call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        bool givesHandle = types.GivesHandle(method);
        bool tries = types.TriesAndGivesNull(method);
        if (!givesHandle && !tries)
        {
            return;
        }

        Fate fate = ValueFlow.Of(call);
        if ((fate & Fate.Escapes) != 0)
        {
            return;
        }

        if (givesHandle && (fate & Fate.Disposed) == 0)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.HandleNotDisposed, call.Syntax.GetLocation(), method.Name));
        }
        else if (tries && (fate & (Fate.Checked | Fate.Discarded)) == 0 && !IsGivenBackAtOnce(call) && !IsSaidNotToBeNull(call))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.ResultNotChecked, call.Syntax.GetLocation(), method.Name));
        }
    }

    /// <summary><c>TryAcquire()!</c>: somebody has thought of it.</summary>
    private static bool IsSaidNotToBeNull(IInvocationOperation call)
    {
        SyntaxNode? around = call.Syntax.Parent;
        while (around is AwaitExpressionSyntax or ParenthesizedExpressionSyntax)
        {
            around = around.Parent;
        }

        return around.IsKind(SyntaxKind.SuppressNullableWarningExpression);
    }

    /// <summary><c>TryAcquire()?.Dispose()</c>: nothing is done under the lock, which was there or not.</summary>
    private static bool IsGivenBackAtOnce(IInvocationOperation call) =>
        ValueFlow.Whole(call).Parent is IConditionalAccessOperation;
}
