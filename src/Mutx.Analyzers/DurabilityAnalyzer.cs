using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Mutx.Analyzers;

/// <summary>
/// Finds the base library's ways to write files where they are plainly meant to be atomic or durable: a flush to the disk, a
/// temporary file that is moved into place, a write in place to a file that is locked. Other writes are nobody's business.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DurabilityAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] Writers =
        ["WriteAllText", "WriteAllBytes", "WriteAllLines", "WriteAllTextAsync", "WriteAllBytesAsync", "WriteAllLinesAsync"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.NotDurable];

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
        if (method.ContainingNamespace?.ToString() != "System.IO")
        {
            return;
        }

        (string Problem, string Better)? found = (method.ContainingType.Name, method.Name) switch
        {
            ("FileStream", "Flush") when IsTrue(SameValue.Argument(call.Arguments, "flushToDisk")) =>
                ("'Flush(true)' hides errors of fsync, and can't make the file's name durable", "AtomicFile"),
            ("RandomAccess", "FlushToDisk") =>
                ("'FlushToDisk' hides errors of fsync, and can't make the file's name durable", "AtomicFile"),
            ("File", "Move" or "Replace") when MovesWhatWasWritten(call) =>
                ($"'{method.Name}' makes the new name not durable, and copies where the directories lie on two filesystems", "AtomicFile"),
            ("File", var name) when Writers.Contains(name) && WritesWhatIsLocked(call, types) =>
                ($"'{name}' writes in place, and a crash leaves a half of it", types.AtomicFile?.GetMembers(name).IsEmpty == false ? $"AtomicFile.{name}" : "AtomicFile"),
            _ => null,
        };
        if (found is { } says)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NotDurable, call.Syntax.GetLocation(), says.Problem, says.Better));
        }
    }

    private static bool IsTrue(IOperation? value) => value?.ConstantValue is { HasValue: true, Value: true };

    /// <summary>Whether what is moved was written in the same body before: a temporary file on its way into place.</summary>
    private static bool MovesWhatWasWritten(IInvocationOperation move) =>
        SameValue.Argument(move.Arguments, "sourceFileName") is { } source
        && (move.TargetMethod.Name == "Replace" || IsTrue(SameValue.Argument(move.Arguments, "overwrite")))
        && ValueFlow.Body(move).Descendants().Any(each => each.Syntax.SpanStart < move.Syntax.SpanStart && each switch
        {
            IInvocationOperation { TargetMethod: { ContainingType.Name: "File", ContainingNamespace.Name: "IO" } } call =>
                call.TargetMethod.Name is "Create" or "CreateText" or "OpenWrite" or "Open" || Writers.Contains(call.TargetMethod.Name)
                    ? IsArgument(call.Arguments, source)
                    : false,
            IObjectCreationOperation { Type.Name: "FileStream" or "StreamWriter" } creation => IsArgument(creation.Arguments, source),
            _ => false,
        });

    /// <summary>Whether the file is one that is locked in the same body, or that of a record.</summary>
    private static bool WritesWhatIsLocked(IInvocationOperation write, MutxTypes types)
    {
        if (SameValue.Argument(write.Arguments, "path") is not { } path)
        {
            return false;
        }

        if (ValueFlow.Core(path) is IInvocationOperation { TargetMethod: { Name: "PathOf" } pathOf } && types.IsRepository(pathOf.ContainingType))
        {
            return true;
        }

        foreach (IOperation each in ValueFlow.Body(write).Descendants())
        {
            IOperation? resource = each switch
            {
                IObjectCreationOperation { Type: { } type } creation when types.IsLock(type) => SameValue.Argument(creation.Arguments, "resource"),
                IInvocationOperation call when types.IsService(call.TargetMethod.ContainingType) && call.TargetMethod.Name != "IsLockedAsync" =>
                    SameValue.Argument(call.Arguments, "resource"),
                _ => null,
            };
            if (resource is not null && SameValue.Are(resource, path))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsArgument(IEnumerable<IArgumentOperation> arguments, IOperation value) =>
        arguments.Any(each => SameValue.Are(each.Value, value));
}
