using Mutx.Cli.Exit;
using Mutx.Cli.Output;
using Mutx.Cli.Requests;
using Mutx.Cli.Servers;
using Mutx.Locking;

namespace Mutx.Cli.Commands;

/// <summary>Shows who holds locks. Takes none.</summary>
internal sealed class StatusCommand(StatusRequest request, Reporter reporter)
{
    public ExitStatus Run() => reporter.Present(
        () => StatusReport.Table(Reports(), OfServer()), () => StatusReport.Json(Reports(), OfServer()));

    private List<ServerLockReport> OfServer()
    {
        var reports = new List<ServerLockReport>();
        foreach (string resource in request.Server is null ? [] : request.Resources)
        {
            IReadOnlyList<LockOwner> owners = LockServers.LockOf(request.Server, resource)!.InspectAsync().AsTask().GetAwaiter().GetResult();
            reports.Add(new ServerLockReport(resource, request.Server!.Kind == ServerKind.Postgres ? "postgres" : "etcd", owners));
        }

        return reports;
    }

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
            : [.. LockInspector.InspectAll(request.Lock), .. LockInspector.InspectAll(SharedLocks.DirectoryName)];
    }
}
