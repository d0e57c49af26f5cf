using Mutx.Backups;
using Mutx.Cli.CommandLine;
using Mutx.Housekeeping;

namespace Mutx.Cli.Requests;

/// <summary>Reads what <c>housekeep</c> is asked to do: the operation as a word, or as the option that means the same.</summary>
internal static class HousekeepReader
{
    private const string Operations = "locks, backups or all";

    public static HousekeepRequest Read(ParsedArguments parsed, ValueReader values)
    {
        TimeSpan? age = values.Age(OptionId.OlderThan);
        var options = new HousekeepingOptions
        {
            Recursive = values.Has(OptionId.Recursive),
            LocksOlderThan = age,
            Retention = new Retention { KeepNewest = values.Number(OptionId.KeepNewest), OlderThan = age },
        };
        if (values.Text(OptionId.Suffix, BackupOptions.ProblemWithSuffix) is { } suffix)
        {
            options = options with { BackupSuffix = suffix };
        }

        return new HousekeepRequest
        {
            Tasks = ReadTasks(parsed, values),
            Options = options,
            DryRun = values.Has(OptionId.DryRun),
            Report = ReportReader.Read(values),
        };
    }

    private static HousekeepTask[] ReadTasks(ParsedArguments parsed, ValueReader values)
    {
        HousekeepingScope scope = ReadScope(parsed, values, out string? directory);
        string? locks = values.Text(OptionId.LocksDirectory);
        string? backups = values.Text(OptionId.BackupsDirectory);
        if (scope != HousekeepingScope.All)
        {
            if (locks is not null || backups is not null)
            {
                values.Fail("options '--locks-dir' and '--backups-dir' belong to 'mutx housekeep all'; otherwise name DIR alone");
            }

            return scope == HousekeepingScope.Backups ? [new(directory ?? ".", scope)] : [new(directory, scope)];
        }

        if (directory is not null && (locks is not null || backups is not null))
        {
            values.Fail($"DIR is '{directory}', but '{(locks is null ? "--backups-dir" : "--locks-dir")}' names another: give one, or both options and no DIR");
            return [];
        }

        if ((locks is null) != (backups is null))
        {
            values.Fail($"'{(locks is null ? "--backups-dir" : "--locks-dir")}' needs '{(locks is null ? "--locks-dir" : "--backups-dir")}' beside it; for one directory: mutx housekeep all DIR");
            return [];
        }

        locks ??= directory ?? ".";
        backups ??= directory ?? ".";

        return locks == backups
            ? [new(locks, HousekeepingScope.All)]
            : [new(locks, HousekeepingScope.Locks), new(backups, HousekeepingScope.Backups)];
    }

    private static HousekeepingScope ReadScope(ParsedArguments parsed, ValueReader values, out string? directory)
    {
        HousekeepingScope byOption = values.Has(OptionId.CleanAll) ? HousekeepingScope.All
            : (values.Has(OptionId.CleanLocks) ? HousekeepingScope.Locks : HousekeepingScope.None)
                | (values.Has(OptionId.CleanBackups) ? HousekeepingScope.Backups : HousekeepingScope.None);
        string? first = parsed.Operands.Count > 0 ? parsed.Operands[0] : null;
        string? second = parsed.Operands.Count > 1 ? parsed.Operands[1] : null;
        if (byOption != HousekeepingScope.None)
        {
            directory = first;
            if (second is not null)
            {
                values.Fail($"unexpected '{second}': the operation is given by an option, and DIR is '{first}'");
            }

            return byOption;
        }

        directory = second;
        HousekeepingScope byWord = first switch
        {
            "locks" => HousekeepingScope.Locks,
            "backups" => HousekeepingScope.Backups,
            "all" => HousekeepingScope.All,
            _ => HousekeepingScope.None,
        };
        if (byWord == HousekeepingScope.None)
        {
            values.Fail(first is null
                ? $"no operation given: {Operations}"
                : $"'{first}' is no operation: {Operations}{Spelling.DidYouMean(first, ["locks", "backups", "all"])}");
        }

        return byWord;
    }
}
