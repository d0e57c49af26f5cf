using System.Text.RegularExpressions;

namespace Mutx.Analyzers.Tests;

/// <summary>Sources for the analyzers. What is to be reported stands between <c>[|</c> and <c>|]</c>.</summary>
internal static partial class Code
{
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Mutx.Features;
        global using Mutx.Locking;
        global using Mutx.Primitives;
        global using Mutx.Repositories;
        global using Mutx.Stores.Queues;
        global using Mutx.Updating;
        global using Mutx.Writing;
        """;

    private const string Parameters =
        "FileLock fileLock, ILock anyLock, ILockService service, FeatureLocks features, JsonRepository<Note> notes, CommandQueue queue, "
        + "string path, TimeSpan time, CancellationToken token, Note other";

    /// <summary>Statements in a method that isn't asynchronous.</summary>
    public static string Sync(string statements) => Method("void", statements);

    /// <summary>Statements in an asynchronous method.</summary>
    public static string Async(string statements) => Method("async Task", "await Task.Yield();\n" + statements);

    /// <summary>Checks that exactly what is marked is reported.</summary>
    public static async Task ReportsAsync(string id, string marked)
    {
        var found = (await Analysis.FindAsync(Unmarked(marked))).OrderBy(each => each.Location.SourceSpan.Start).ToList();
        Assert.All(found, each => Assert.Equal(id, each.Id));
        Assert.Equal(
            Marked().Matches(marked).Select(match => match.Groups[1].Value),
            found.Select(each => each.Location.SourceTree!.ToString().Substring(each.Location.SourceSpan.Start, each.Location.SourceSpan.Length)));
    }

    /// <summary>Checks that nothing at all is reported.</summary>
    public static async Task IsFineAsync(string source) => Assert.Empty((await Analysis.FindAsync(source)).Select(each => each.ToString()));

    /// <summary>Checks what becomes of the first thing that is found, and that what comes out compiles.</summary>
    public static async Task BecomesAsync(string wrong, string right) => Assert.Equal(right, await Analysis.FixAsync(Unmarked(wrong)));

    public static string Unmarked(string marked) => marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);

    // Indented as it would be, since fixes are formatted.
    private static string Method(string returns, string statements) => $$"""
        public sealed record Note { public string Text { get; set; } = ""; }
        internal sealed class Program
        {
            private readonly FileLockOptions _options = new();
            private FileLockHandle? _held;

            private {{returns}} Run({{Parameters}})
            {
                {{statements.TrimEnd().ReplaceLineEndings("\n        ")}}
            }

            private static void Work() { }
            private static void Use(object? value) { }
        }
        """;

    [GeneratedRegex(@"\[\|(.*?)\|\]", RegexOptions.Singleline)]
    private static partial Regex Marked();
}
