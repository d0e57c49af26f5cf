using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Mutx.Analyzers;

/// <summary>Finds waits for locks that block a thread in asynchronous code.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncAcquireAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.BlocksAsync];

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

    /// <summary>The methods beside one that do the same asynchronously.</summary>
    internal static IEnumerable<IMethodSymbol> TwinsOf(IMethodSymbol method) =>
        method.ContainingType.AllInterfaces.Concat(Bases(method.ContainingType))
            .SelectMany(type => type.GetMembers(method.Name + "Async"))
            .OfType<IMethodSymbol>();

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? at = type; at is not null; at = at.BaseType)
        {
            yield return at;
        }
    }

    private static void Look(OperationAnalysisContext context, MutxTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        bool waits = types.IsLock(method.ContainingType) || types.IsLockSet(method.ContainingType)
            ? method.Name is "Acquire" or "TryAcquire" or "AcquireAll" or "TryAcquireAll" && MayWait(call)
            : SymbolEqualityComparer.Default.Equals(method.ContainingType, types.LockedFile);
        if (waits && IsInAsync(call, context.ContainingSymbol) && TwinsOf(method).Any())
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.BlocksAsync, call.Syntax.GetLocation(), method.Name));
        }
    }

    /// <summary>Whether there is a time to wait; one try blocks nobody.</summary>
    private static bool MayWait(IInvocationOperation call)
    {
        IArgumentOperation? timeout = call.Arguments.FirstOrDefault(each => each.Parameter?.Name == "timeout");
        return timeout is not null && ValueFlow.Core(timeout.Value) switch
        {
            IDefaultValueOperation => timeout.Value.Type is { IsValueType: true } type && type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T,
            IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } } => false,
            _ => true,
        };
    }

    private static bool IsInAsync(IOperation operation, ISymbol containing)
    {
        for (IOperation? at = operation; at is not null; at = at.Parent)
        {
            switch (at)
            {
                case ILockOperation:
                    // Nothing can be awaited in there; the compiler says so to whoever tries.
                    return false;
                case IAnonymousFunctionOperation function:
                    return function.Symbol.IsAsync;
                case ILocalFunctionOperation function:
                    return function.Symbol.IsAsync;
            }
        }

        return containing is IMethodSymbol { IsAsync: true };
    }
}
