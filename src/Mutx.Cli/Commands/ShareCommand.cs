using Mutx.Cli.CommandLine;
using Mutx.Cli.Exit;
using Mutx.Cli.Output;
using Mutx.Cli.Requests;
using Mutx.Locking;

namespace Mutx.Cli.Commands;

/// <summary>Makes or repairs the shared locks of a directory, and shows what was done.</summary>
internal sealed class ShareCommand(ShareRequest request, Reporter reporter)
{
    public ExitStatus Run()
    {
        SharedLocksReport report = SharedLocks.Create(request.Directory, request.Group);
        bool isQuiet = request.Report.Verbosity == Verbosity.Quiet && !request.Report.Json;
        ExitStatus printed = isQuiet ? ExitStatus.Done : reporter.Present(() => ShareReport.Text(report), () => ShareReport.Json(report));
        foreach (string problem in report.Problems)
        {
            reporter.Warn(problem + "; root can repair it: mutx share " + ShellWord.Quote(request.Directory));
        }

        return report.Problems.Count > 0 ? ExitStatus.Error : printed;
    }
}
