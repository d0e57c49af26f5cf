using Mutx.Cli.Exit;
using Mutx.Cli.Output;
using Mutx.Cli.Requests;
using Mutx.Locking;

namespace Mutx.Cli.Commands;

/// <summary>Shows who holds locks. Takes none.</summary>
internal sealed class StatusCommand(StatusRequest request, Reporter reporter)
{
    public ExitStatus Run() => reporter.Present(
        () => StatusReport.Table(Reports()), () => StatusReport.Json(Reports()));

    private IReadOnlyList<LockReport> Reports()
    {
        if (request.Resources.Count > 0)
        {
            var reports = new List<LockReport>();
            foreach (string resource in request.Resources)
            {
                reports.Add(LockInspector.Inspect(ResourceLock.Of(resource, request.Lock)));
            }

            return reports;
        }

        return request.Lock.LockFile is { } file
            ? [LockInspector.Inspect(new FileLock(file, request.Lock)) with { Resource = null }]
            : LockInspector.InspectAll(request.Lock);
    }
}
