using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Mutx.Analyzers.Fixes;

/// <summary>Replaces the file instead of writing into it, where the same content can be handed over.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AtomicWriteFix))]
[Shared]
public sealed class AtomicWriteFix : Fix
{
    private const string Token = "cancellationToken";

    /// <summary>Makes the fix.</summary>
    public AtomicWriteFix()
        : base(Rules.NotDurable, "Replace the file atomically")
    {
    }

    private protected override SyntaxNode? Change(SyntaxNode root, SyntaxNode found, SemanticModel model)
    {
        if (found is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
            || model.GetSymbolInfo(call).Symbol is not IMethodSymbol method || !HasEqual(method)
            || call.ArgumentList.Arguments.Any(each => each.NameColon is { } colon && colon.Name.Identifier.Text != Token))
        {
            return null;
        }

        // In between AtomicFile takes options, so that a token has to be named.
        ArgumentSyntax[] arguments = [.. call.ArgumentList.Arguments.Select((each, place) => place < 2 || each.NameColon is not null ? each
            : each.WithNameColon(SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(Token)).WithTrailingTrivia(SyntaxFactory.Space)))];
        ExpressionSyntax type = SyntaxFactory.ParseExpression("global::Mutx.Writing.AtomicFile")
            .WithAdditionalAnnotations(Simplifier.Annotation).WithTriviaFrom(access.Expression);
        return root.ReplaceNode(
            call,
            call.WithExpression(access.WithExpression(type))
                .WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(arguments, call.ArgumentList.Arguments.GetSeparators()))));
    }

    /// <summary>Whether AtomicFile has a method of the same name for the same content.</summary>
    private static bool HasEqual(IMethodSymbol method)
    {
        string? content = method.Parameters.Length > 1 ? method.Parameters[1].Type.ToDisplayString() : null;
        bool endsWithContent = method.Parameters.Length == 2
            || (method.Parameters.Length == 3 && method.Parameters[2].Type.Name == nameof(CancellationToken));
        return endsWithContent && (method.Name, content?.TrimEnd('?')) is
            ("WriteAllText" or "WriteAllTextAsync", "string") or ("WriteAllBytes" or "WriteAllBytesAsync", "byte[]");
    }
}
