using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Mutx.Analyzers.Fixes;

/// <summary>Puts one thing right, where it is certain what is right.</summary>
public abstract class Fix : CodeFixProvider
{
    private readonly string _title;

    private protected Fix(DiagnosticDescriptor rule, string title)
    {
        _title = title;
        FixableDiagnosticIds = [rule.Id];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxNode? found = root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (found is not null && model is not null && Change(root!, found, model) is { } changed)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(_title, _ => Task.FromResult(context.Document.WithSyntaxRoot(changed)), GetType().Name), diagnostic);
            }
        }
    }

    /// <summary>The file with the place put right; null if it isn't certain how.</summary>
    private protected abstract SyntaxNode? Change(SyntaxNode root, SyntaxNode found, SemanticModel model);
}
