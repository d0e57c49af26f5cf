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
        var backups = new BackupSet(request.File, request.Backups);
        BackupFile backup = request.From is { } chosen ? backups.Find(chosen) : backups.Newest();
        ReplaceOptions options = request.Options with
        {
            File = request.Options.File with { Logger = reporter.Logger },
            Lock = LockVoice.Give(request.Options.Lock, reporter),
        };
        ReplaceResult result = LockedFile.Restore(
            request.File,
            backup,
            options,
            writer => interruption.AskBeforeEnding(() => writer.IsPublishing),
            interruption.Token);
        interruption.ClaimEnding();
        return ReplaceReport.Tell(reporter, "restore", result, backup.Path);
    }
}
