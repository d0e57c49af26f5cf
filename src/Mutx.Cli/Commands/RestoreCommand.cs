using Mutx.Backups;
using Mutx.Cli.Exit;
using Mutx.Cli.Output;
using Mutx.Cli.Requests;
using Mutx.Cli.Signals;
using Mutx.Updating;

namespace Mutx.Cli.Commands;

/// <summary>Puts a backup back.</summary>
internal sealed class RestoreCommand(RestoreRequest request, Reporter reporter, Interruption interruption)
{
    public ExitStatus Run()
    {
        ReplaceOptions options = request.Options with
        {
            File = request.Options.File with { Logger = reporter.Logger },
            Lock = LockVoice.Give(request.Options.Lock, reporter),
            ServerLock = LockVoice.OfServer(request.Server, request.File, reporter),
        };
        ReplaceResult result = LockedFile.Restore(
            request.File,
            request.From is { } chosen ? BackupChoice.Of(chosen) : BackupChoice.Newest,
            request.Backups,
            options,
            writer => interruption.AskBeforeEnding(() => writer.IsPublishing),
            interruption.Token);
        interruption.ClaimEnding();
        return ReplaceReport.Tell(reporter, "restore", result, result.Restored!.Path);
    }
}
