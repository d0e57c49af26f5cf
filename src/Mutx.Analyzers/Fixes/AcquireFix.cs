using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Mutx.Analyzers.Fixes;

/// <summary>Throws where the lock isn't to be had, after the same time.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AcquireFix))]
[Shared]
public sealed class AcquireFix : Fix
{
    private const string Try = "Try";
    private const string Timeout = "timeout";

    /// <summary>Makes the fix.</summary>
    public AcquireFix()
        : base(Rules.ResultNotChecked, "Throw where it is not to be had")
    {
    }

    private protected override SyntaxNode? Change(SyntaxNode root, SyntaxNode found, SemanticModel model)
    {
        if (found is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
            || model.GetSymbolInfo(call).Symbol is not IMethodSymbol method
            || !Twins(method).Any(twin => Takes(twin, method)))
        {
            return null;
        }

        SimpleNameSyntax name = access.Name.WithIdentifier(SyntaxFactory.Identifier(method.Name.Substring(Try.Length)).WithTriviaFrom(access.Name.Identifier));
        InvocationExpressionSyntax changed = call.WithExpression(access.WithName(name));
        bool hasTimeout = method.Parameters.Any(each => each.Name == Timeout);
        return root.ReplaceNode(call, hasTimeout && !IsGiven(call, method) ? changed.AddArgumentListArguments(NoWait) : changed);
    }

    /// <summary>One try, as a Try method makes it unless told otherwise; the others wait for any time.</summary>
    private static ArgumentSyntax NoWait => SyntaxFactory.Argument(
        SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(Timeout)).WithTrailingTrivia(SyntaxFactory.Space),
        default,
        SyntaxFactory.ParseExpression("global::System.TimeSpan.Zero").WithAdditionalAnnotations(Simplifier.Annotation));

    private static IEnumerable<IMethodSymbol> Twins(IMethodSymbol method) =>
        method.Name.StartsWith(Try, StringComparison.Ordinal)
            ? method.ContainingType.GetMembers(method.Name.Substring(Try.Length)).OfType<IMethodSymbol>()
            : [];

    /// <summary>Whether the arguments of one method mean the same to another one.</summary>
    private static bool Takes(IMethodSymbol twin, IMethodSymbol method) =>
        twin.Parameters.Select(each => each.Name).SequenceEqual(method.Parameters.Select(each => each.Name));

    private static bool IsGiven(InvocationExpressionSyntax call, IMethodSymbol method)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        int position = method.Parameters.First(each => each.Name == Timeout).Ordinal;
        return arguments.Any(each => each.NameColon?.Name.Identifier.Text == Timeout)
            || (position < arguments.Count && arguments[position].NameColon is null);
    }
}
