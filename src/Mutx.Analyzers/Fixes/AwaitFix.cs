using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Mutx.Analyzers.Fixes;

/// <summary>Awaits the method that does the same asynchronously.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitFix))]
[Shared]
public sealed class AwaitFix : Fix
{
    /// <summary>Makes the fix.</summary>
    public AwaitFix()
        : base(Rules.BlocksAsync, "Wait for it asynchronously")
    {
    }

    private protected override SyntaxNode? Change(SyntaxNode root, SyntaxNode found, SemanticModel model)
    {
        if (found is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
            || model.GetOperation(call) is not IInvocationOperation operation
            || !AsyncAcquireAnalyzer.TwinsOf(operation.TargetMethod).Any(twin => Takes(twin, operation)))
        {
            return null;
        }

        SyntaxToken name = SyntaxFactory.Identifier(access.Name.Identifier.Text + "Async");
        ExpressionSyntax awaited = SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            call.WithExpression(access.WithName(access.Name.WithIdentifier(name))).WithoutTrivia());
        bool isPart = call.Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or ElementAccessExpressionSyntax
            || call.Parent.IsKind(SyntaxKind.SuppressNullableWarningExpression);
        return root.ReplaceNode(call, (isPart ? SyntaxFactory.ParenthesizedExpression(awaited) : awaited).WithTriviaFrom(call));
    }

    /// <summary>Whether what is given means the same to another method: by name, and by place where no name is said.</summary>
    private static bool Takes(IMethodSymbol twin, IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Parameter is not { } parameter)
            {
                continue;
            }

            IParameterSymbol? same = twin.Parameters.FirstOrDefault(each => each.Name == parameter.Name);
            bool isNamed = argument.Syntax is ArgumentSyntax { NameColon: not null };
            if (same is null || !SymbolEqualityComparer.Default.Equals(same.Type, parameter.Type) || (!isNamed && same.Ordinal != parameter.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
