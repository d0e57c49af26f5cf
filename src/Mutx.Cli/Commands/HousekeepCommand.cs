using Mutx.Backups;
using Mutx.Cli.Exit;
using Mutx.Cli.Output;
using Mutx.Cli.Requests;
using Mutx.Cli.Signals;
using Mutx.Cli.Streams;
using Mutx.Housekeeping;
using Mutx.Primitives;

namespace Mutx.Cli.Commands;

/// <summary>Plans directory by directory, and carries each plan out at once, or shows it.</summary>
internal sealed class HousekeepCommand(HousekeepRequest request, Reporter reporter, Interruption interruption)
{
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(200);

    public ExitStatus Run()
    {
        if (request.Sweeps(HousekeepingScope.Backups) && request.Options.Retention == Retention.KeepAll)
        {
            reporter.Warn("no backup is removed: say which with --keep-newest N or --older-than TIME");
        }

        var report = new HousekeepReport(request, reporter);
        using (StatusLine? progress = ShowsProgress ? new StatusLine(report.Progress, RedrawInterval, Impatience) : null)
        {
            foreach (HousekeepTask task in request.Tasks)
            {
                Run(task, report);
            }
        }

        interruption.ClaimEnding();
        return report.Finish();
    }

    private bool ShowsProgress => reporter.TellsOfWaiting && StandardError.IsTerminal;

    private void Run(HousekeepTask task, HousekeepReport report)
    {
        var housekeeper = new Housekeeper(
            task.Directory ?? Housekeeper.DefaultLockDirectory,
            request.Options with { Scope = task.Scope, DerivedLockNamesOnly = task.Directory is null, Logger = reporter.Logger });
        try
        {
            if (request.DryRun)
            {
                foreach (DirectoryPlan plan in housekeeper.Plan(interruption.Token))
                {
                    report.AddProblems(task, plan.Problems);
                    report.Add(plan, plan.Items);
                }
            }
            else
            {
                housekeeper.Run(
                    (plan, outcome) =>
                    {
                        report.AddProblems(task, plan.Problems);
                        report.Add(plan, outcome.Removed);
                        report.AddProblems(task, outcome.Problems);
                    },
                    interruption.Token);
            }
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound && task.Directory is null)
        {
            // Nobody has ever locked anything here.
        }
        catch (MutxException e) when (request.Tasks.Count > 1)
        {
            report.AddProblems(task, [e]);
        }
    }
}
