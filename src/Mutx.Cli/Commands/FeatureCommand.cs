using Mutx.Cli.Exit;
using Mutx.Cli.Interop;
using Mutx.Cli.Output;
using Mutx.Cli.Requests;
using Mutx.Cli.Signals;
using Mutx.Features;
using Mutx.Primitives;

namespace Mutx.Cli.Commands;

/// <summary>Takes, releases and shows the locks of features.</summary>
internal sealed class FeatureCommand(FeatureRequest request, Reporter reporter, Interruption interruption)
{
    private readonly FeatureLocks _locks = new(request.Root);

    public ExitStatus Run()
    {
        if (request.Action == FeatureAction.Current)
        {
            return Current();
        }

        string feature = request.Feature ?? _locks.Current() ?? throw new MutxException(
            MutxError.InvalidRequest, "no NAME given, and there is no current feature")
        {
            Hint = $"mutx {request.Operation} NAME; or name one in MUTX_FEATURE or {Path.Join(request.Root, ".current-feature")}",
        };
        return request.Action switch
        {
            FeatureAction.Acquire => Acquire(feature),
            FeatureAction.Release => Release(feature),
            _ => Check(feature),
        };
    }

    private ExitStatus Acquire(string feature)
    {
        FeatureLock held = _locks.Acquire(feature, Pid());
        interruption.ClaimEnding();
        return reporter.Done(
            () => $"locked the feature '{feature}' for pid {held.ProcessId}", () => FeatureReport.Json(request.Operation, feature, held));
    }

    private ExitStatus Release(string feature)
    {
        bool released = _locks.Release(feature, Pid());
        interruption.ClaimEnding();
        return reporter.Done(
            () => released ? $"released the feature '{feature}'" : $"the feature '{feature}' was not locked",
            () => FeatureReport.Json(request.Operation, feature, released));
    }

    private ExitStatus Check(string feature)
    {
        FeatureLock? held = _locks.Check(feature);
        return request.Report.Json ? reporter.Print(FeatureReport.Json(request.Operation, feature, held) + "\n")
            : held is null ? ExitStatus.Done
            : reporter.Print(FeatureReport.Line(held) + "\n");
    }

    private ExitStatus Current()
    {
        string? feature = _locks.Current();
        return request.Report.Json ? reporter.Print(FeatureReport.Json(request.Operation, feature) + "\n")
            : feature is null ? ExitStatus.Done
            : reporter.Print(feature + "\n");
    }

    /// <summary>The process the lock is for: this one ends at once, the shell that started it goes on.</summary>
    private int Pid() =>
        request.ProcessId
        ?? (OperatingSystem.IsWindows()
            ? throw new MutxException(MutxError.InvalidRequest, "on Windows the process that a feature lock is for has to be named: --pid N")
            : Libc.getppid() is > 0 and var parent ? parent : Environment.ProcessId);
}
