using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Mutx.Analyzers.Fixes;

/// <summary>Disposes of a handle at the end of the block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DisposeFix))]
[Shared]
public sealed class DisposeFix : Fix
{
    /// <summary>Makes the fix.</summary>
    public DisposeFix()
        : base(Rules.HandleNotDisposed, "Dispose of it at the end of the block")
    {
    }

    private protected override SyntaxNode? Change(SyntaxNode root, SyntaxNode found, SemanticModel model)
    {
        StatementSyntax? statement = found.FirstAncestorOrSelf<StatementSyntax>();
        StatementSyntax? changed = statement?.Parent is not (BlockSyntax or GlobalStatementSyntax) ? null : statement switch
        {
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } local
                when variables[0].Initializer?.Value is { } value && IsAll(value, found) && !IsAssigned(variables[0], model) =>
                local.WithoutLeadingTrivia().WithUsingKeyword(Using),
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } } put } discarded
                when IsAll(put.Right, found) => Declaration(discarded, put.Right, model),
            ExpressionStatementSyntax dropped when IsAll(dropped.Expression, found) => Declaration(dropped, dropped.Expression, model),
            _ => null,
        };
        return changed is null ? null : root.ReplaceNode(
            statement!, changed.WithLeadingTrivia(statement!.GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static SyntaxToken Using => SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space);

    /// <summary>Whether an expression is nothing but the call, awaited or not.</summary>
    private static bool IsAll(ExpressionSyntax expression, SyntaxNode call) => expression switch
    {
        AwaitExpressionSyntax awaited => IsAll(awaited.Expression, call),
        ParenthesizedExpressionSyntax parenthesized => IsAll(parenthesized.Expression, call),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Expression: var inner } } =>
            IsAll(inner, call),
        _ => expression == call,
    };

    private static bool IsAssigned(VariableDeclaratorSyntax variable, SemanticModel model) =>
        model.GetDeclaredSymbol(variable) is { } symbol
        && variable.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
        && (member.Parent is CompilationUnitSyntax unit ? unit : (SyntaxNode)member).DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(each => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(each.Left).Symbol, symbol));

    private static LocalDeclarationStatementSyntax? Declaration(ExpressionStatementSyntax statement, ExpressionSyntax value, SemanticModel model)
    {
        if (!IsDisposable(model.GetTypeInfo(value).Type))
        {
            // A task that nobody awaits gives no handle yet.
            return null;
        }

        string name = "held";
        for (int i = 2; !model.LookupSymbols(statement.SpanStart, name: name).IsEmpty || IsDeclaredIn(statement, name); i++)
        {
            name = $"held{i}";
        }

        return ((LocalDeclarationStatementSyntax)SyntaxFactory.ParseStatement($"using var {name} = {value.WithoutTrivia()};"))
            .WithTrailingTrivia(statement.GetTrailingTrivia());
    }

    private static bool IsDisposable(ITypeSymbol? type) =>
        type is not null && (type.SpecialType == SpecialType.System_IDisposable
            || type.AllInterfaces.Any(each => each.SpecialType == SpecialType.System_IDisposable));

    private static bool IsDeclaredIn(StatementSyntax statement, string name) =>
        statement.Parent!.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.Text == name);
}
