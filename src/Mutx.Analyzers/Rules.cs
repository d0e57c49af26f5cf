using Microsoft.CodeAnalysis;

namespace Mutx.Analyzers;

/// <summary>What is found. Each has a chapter of its own in <see cref="HelpPage"/>.</summary>
internal static class Rules
{
    /// <summary>The page that explains the rules, from the root of the repository.</summary>
    public const string HelpPage = "docs/analyzers.md";

    public static readonly DiagnosticDescriptor HandleNotDisposed = Rule(
        "MUTX001",
        "A handle is disposed of",
        "What '{0}' gives is never disposed of: it is held until the process ends",
        Locking,
        "A handle that nobody disposes of keeps its lock, file or queue worker until the process ends; the garbage collector releases nothing.");

    public static readonly DiagnosticDescriptor ResultNotChecked = Rule(
        "MUTX002",
        "The result of a Try method is looked at",
        "Nothing looks at whether '{0}' gave null: what follows runs all the same when it did",
        Locking,
        "A Try method says by null that it did not do what its name says. Code that doesn't ask goes on without the lock.");

    public static readonly DiagnosticDescriptor BlocksAsync = Rule(
        "MUTX003",
        "Asynchronous code waits for a lock asynchronously",
        "'{0}' blocks its thread while it waits; use '{0}Async'",
        Locking,
        "A thread of the pool that blocks on a lock is missing to whoever holds it, up to a deadlock when all of them wait.");

    public static readonly DiagnosticDescriptor LocksDataFile = Rule(
        "MUTX004",
        "The file that a lock protects is not its lock file",
        "'{0}' is both the file that is locked and its own lock file",
        Locking,
        "A replacement puts another file in the place of the locked one: who comes next locks the new one, and there are two holders.");

    public static readonly DiagnosticDescriptor NotDurable = Rule(
        "MUTX005",
        "Files are replaced by what makes that atomic and durable",
        "{0}; use '{1}'",
        "Durability",
        "The base library can't sync a directory, hides errors of fsync and writes in place; what it wrote may be torn or gone after a crash.");

    public static readonly DiagnosticDescriptor LostUpdate = Rule(
        "MUTX006",
        "A record is changed under its lock",
        "What others change in the record after '{0}' read it is lost; use 'ModifyAsync', or 'TryReplaceAsync' with the version that was read",
        Locking,
        "Reading takes no lock, so that between reading a record and writing it back others may change it. ModifyAsync does both under the lock.");

    private const string Locking = "Locking";

    private static DiagnosticDescriptor Rule(string id, string title, string message, string category, string description) =>
        new(id, title, message, category, DiagnosticSeverity.Warning, isEnabledByDefault: true, description, $"{HelpPage}#{id.ToLowerInvariant()}");
}
