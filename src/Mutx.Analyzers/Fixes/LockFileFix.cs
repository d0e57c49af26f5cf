using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mutx.Analyzers.Fixes;

/// <summary>Leaves the choice of the lock file to mutx.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LockFileFix))]
[Shared]
public sealed class LockFileFix : Fix
{
    /// <summary>Makes the fix.</summary>
    public LockFileFix()
        : base(Rules.LocksDataFile, "Leave the choice of the lock file to mutx")
    {
    }

    private protected override SyntaxNode? Change(SyntaxNode root, SyntaxNode found, SemanticModel model)
    {
        if (found.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { Parent: InitializerExpressionSyntax initializer } assignment)
        {
            return null;
        }

        if (initializer.Expressions.Count > 1)
        {
            return root.RemoveNode(assignment, SyntaxRemoveOptions.KeepNoTrivia);
        }

        return initializer.Parent switch
        {
            WithExpressionSyntax with => root.ReplaceNode(with, with.Expression.WithTriviaFrom(with)),
            ImplicitObjectCreationExpressionSyntax creation => root.ReplaceNode(creation, creation.WithInitializer(null).WithTriviaFrom(creation)),
            ObjectCreationExpressionSyntax creation => root.ReplaceNode(creation, WithoutInitializer(creation).WithTriviaFrom(creation)),
            _ => null,
        };
    }

    private static ObjectCreationExpressionSyntax WithoutInitializer(ObjectCreationExpressionSyntax creation) => creation
        .WithType(creation.Type.WithoutTrailingTrivia())
        .WithArgumentList((creation.ArgumentList ?? SyntaxFactory.ArgumentList()).WithoutTrailingTrivia())
        .WithInitializer(null);
}
