using Mutx.Cli.Requests;
using Mutx.Cli.Streams;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Cli.Output;

/// <summary>Tells that a lock is held and its command about to start: the last that this program can say.</summary>
internal static class RunReport
{
    /// <param name="reporter">The voice.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="held">The lock of the resource.</param>
    /// <param name="server">That of a server; null for none.</param>
    public static void Begin(Reporter reporter, RunRequest request, FileLockHandle held, ILockHandle? server)
    {
        if (request.Report.Json)
        {
            StandardError.WriteLine(Json(request, held, server));
        }
        else
        {
            reporter.Note(() => $"locked '{request.Resource}' ({held.Path}); running '{request.Command[0]}'");
        }
    }

    private static string Json(RunRequest request, FileLockHandle held, ILockHandle? server) => JsonText.Object(writer =>
    {
        writer.WriteString("operation", "run");
        writer.WriteString("resource", request.Resource);
        writer.WriteString("mode", request.Mode == LockMode.Exclusive ? "exclusive" : "shared");
        LockJson.Write(writer, held.Path, held.Method, held.Waited);
        LockJson.WriteToken(writer, server?.FencingToken);
    });
}
