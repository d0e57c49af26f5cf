using Mutx.Backups;
using Mutx.Cli.CommandLine;
using Mutx.Updating;

namespace Mutx.Cli.Requests;

/// <summary>Reads where backups lie and what is asked of them.</summary>
internal static class BackupReader
{
    public static BackupsRequest ReadList(ParsedArguments parsed, ValueReader values) => new()
    {
        File = parsed.Operands[0],
        Options = ReadOptions(values),
        Report = ReportReader.Read(values),
    };

    public static RestoreRequest ReadRestore(ParsedArguments parsed, ValueReader values)
    {
        BackupOptions backups = ReadOptions(values);
        return new RestoreRequest
        {
            File = parsed.Operands[0],
            From = values.Text(OptionId.From),
            Backups = backups,
            Options = new ReplaceOptions
            {
                LeftoverSweep = LeftoverSweep.Never,
                File = FileReader.Read(values, parsed.Operands[0]),
                Lock = LockReader.Read(values),
                LockTimeout = LockReader.ReadTimeout(values),
                Unlocked = values.Has(OptionId.NoLock),
                IfChanged = values.Has(OptionId.IfChanged),
                IfMatch = values.Condition(OptionId.IfMatch),
                Backup = values.Has(OptionId.NoBackup) ? null : backups with { Timestamp = true },
            },
            Server = ServerReader.Read(values),
            Report = ReportReader.Read(values),
        };
    }

    public static BackupOptions ReadOptions(ValueReader values)
    {
        var options = new BackupOptions { Timestamp = values.Has(OptionId.BackupTimestamp) };
        if (values.Text(OptionId.BackupSuffix, ProblemWithSuffix) is { } suffix)
        {
            options = options with { Suffix = suffix };
        }

        return values.Text(OptionId.BackupDirectory) is { Length: > 0 } directory
            ? options with { Directory = directory }
            : options;
    }

    private static string? ProblemWithSuffix(string suffix) =>
        BackupOptions.ProblemWithSuffix(suffix) is { } problem
            ? suffix.Contains('/') ? $"{problem}; choose another place with --backup-dir" : problem
            : null;
}
