using System.Globalization;
using System.Text;
using System.Text.Json;
using Mutx.Cli.Exit;
using Mutx.Cli.Requests;
using Mutx.Cli.Streams;
using Mutx.Housekeeping;
using Mutx.Primitives;

namespace Mutx.Cli.Output;

/// <summary>
/// Tells of housekeeping: each path as it goes where that was asked for, each failure at once, and at the end a summary,
/// or all of it as one JSON object.
/// </summary>
internal sealed class HousekeepReport(HousekeepRequest request, Reporter reporter)
{
    private readonly HousekeepTally _locks = new(HousekeepingScope.Locks);
    private readonly HousekeepTally _backups = new(HousekeepingScope.Backups);
    private readonly LineWriter _lines = new();
    private int _directories;

    private bool ListsPaths =>
        !request.Report.Json && (request.Report.Verbosity >= Verbosity.Verbose
            || (request.DryRun && request.Report.Verbosity != Verbosity.Quiet));

    /// <summary>Adds what was removed from a directory, or what a dry run would remove.</summary>
    /// <param name="plan">What was found there.</param>
    /// <param name="items">What was removed of it.</param>
    public void Add(DirectoryPlan plan, IReadOnlyList<HousekeepingItem> items)
    {
        Volatile.Write(ref _directories, _directories + (plan.IsFirst ? 1 : 0));
        foreach (HousekeepingKind kind in Enum.GetValues<HousekeepingKind>())
        {
            TallyOf(HousekeepTally.ScopeOf(kind)).Kept += plan.CountKept(kind) + Count(plan.Items, kind) - Count(items, kind);
        }

        foreach (HousekeepingItem item in items)
        {
            string path = Path.Join(plan.Path, item.Name);
            TallyOf(HousekeepTally.ScopeOf(item.Kind)).Add(request.Report.Json ? path : null);
            if (ListsPaths)
            {
                _lines.Write(Printable.Escape(path));
            }
        }
    }

    /// <summary>Adds what failed there; what concerns the directory as a whole counts for what is swept first.</summary>
    public void AddProblems(HousekeepTask task, IReadOnlyList<MutxException> problems)
    {
        foreach (MutxException problem in problems)
        {
            TallyOf(task.Scope.HasFlag(HousekeepingScope.Locks) ? HousekeepingScope.Locks : HousekeepingScope.Backups)
                .Problems.Add(problem);
            if (!request.Report.Json)
            {
                _lines.Flush();
                reporter.Fail(problem);
            }
        }
    }

    /// <summary>The state of things, for the line on a terminal; called by a thread of its own.</summary>
    public string Progress() =>
        $"{Verb}: {Number(_locks.Count + _backups.Count)} files in {Number(Volatile.Read(ref _directories))} directories so far";

    public ExitStatus Finish()
    {
        _lines.Flush();
        string? problem = request.Report.Json ? PrintJson() : _lines.Problem;
        if (!request.Report.Json && request.Report.Verbosity != Verbosity.Quiet)
        {
            StandardError.WriteLine($"mutx: {Summary()}");
        }

        if (problem is not null)
        {
            return reporter.Fail(new MutxException(MutxError.Io, $"cannot write to standard output: {problem}"));
        }

        return _locks.Problems.Count + _backups.Problems.Count == 0 ? ExitStatus.Done : ExitStatus.Error;
    }

    private string Verb => request.DryRun ? "would remove" : "removed";

    private string Summary()
    {
        var words = new StringBuilder(Verb);
        string separator = " ";
        foreach (HousekeepTally tally in Tallies())
        {
            string name = tally.Scope == HousekeepingScope.Backups ? "backups" : "lock and staging files";
            string stay = request.DryRun ? "would stay" : tally.Kept == 1 ? "stays" : "stay";
            words.Append(CultureInfo.InvariantCulture, $"{separator}{tally.Count} {name} ({tally.Kept} {stay})");
            separator = " and ";
        }

        return words.ToString();
    }

    private static int Count(IReadOnlyList<HousekeepingItem> items, HousekeepingKind kind) => items.Count(item => item.Kind == kind);

    private string? PrintJson()
    {
        string? problem = StandardOutput.Write($"{{\"operation\":\"housekeep\",\"dryRun\":{(request.DryRun ? "true" : "false")}");
        foreach (HousekeepTally tally in Tallies())
        {
            string name = tally.Scope == HousekeepingScope.Backups ? "backups" : "locks";
            problem ??= StandardOutput.Write(string.Create(CultureInfo.InvariantCulture, $",\"{name}\":{{\"count\":{tally.Count},\"kept\":{tally.Kept},\"files\":["))
                ?? tally.Paths.Print()
                ?? StandardOutput.Write($"],\"failed\":{Failed(tally)}}}");
        }

        return problem ?? StandardOutput.Write("}\n");
    }

    private static string Failed(HousekeepTally tally)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (MutxException problem in tally.Problems)
            {
                writer.WriteStartObject();
                writer.WriteString("path", problem.Path);
                writer.WriteString("code", ErrorReport.CodeName(problem.Error));
                writer.WriteString("message", problem.Message);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private IEnumerable<HousekeepTally> Tallies()
    {
        if (request.Sweeps(HousekeepingScope.Locks))
        {
            yield return _locks;
        }

        if (request.Sweeps(HousekeepingScope.Backups))
        {
            yield return _backups;
        }
    }

    private HousekeepTally TallyOf(HousekeepingScope scope) => scope == HousekeepingScope.Backups ? _backups : _locks;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
