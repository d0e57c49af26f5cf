using Mutx.Cli.CommandLine;
using Mutx.Updating;

namespace Mutx.Cli.Requests;

/// <summary>Reads what <c>write</c> or <c>update</c> is asked to do.</summary>
internal static class WriteReader
{
    public static WriteRequest Read(ParsedArguments parsed, ValueReader values) => new()
    {
        Output = parsed.Operands[0],
        IsLoneWord = parsed is { CommandIsNamed: false, ChildCommand: null } && !parsed.Has(OptionId.Input)
            && Path.GetFileName(parsed.Operands[0]) == parsed.Operands[0],
        Input = ReadInput(values),
        Command = parsed.ChildCommand,
        Validator = values.Text(OptionId.Validate),
        Options = new ReplaceOptions
        {
            File = FileReader.Read(values, parsed.Operands[0]),
            Lock = LockReader.Read(values),
            LockTimeout = LockReader.ReadTimeout(values),
            Unlocked = values.Has(OptionId.NoLock),
            Scope = parsed.ChildCommand is null ? LockScope.Commit : LockScope.Production,
            IfChanged = values.Has(OptionId.IfChanged),
            IfMatch = values.Condition(OptionId.IfMatch),
            AllowEmpty = values.Has(OptionId.AllowEmpty),
            RequireNonEmpty = values.Has(OptionId.RequireNonEmpty),
            // Each run is a process of its own: it would look through the directory every time.
            LeftoverSweep = LeftoverSweep.Never,
            Backup = values.Has(OptionId.Backup) ? BackupReader.ReadOptions(values) : null,
        },
        Server = ServerReader.Read(values),
        Report = ReportReader.Read(values),
    };

    public static WriteRequest ReadUpdate(ParsedArguments parsed, ValueReader values) => Read(parsed, values) with
    {
        Update = values.Has(OptionId.Create) ? MissingFile.Create : MissingFile.Refuse,
    };

    private static string? ReadInput(ValueReader values)
    {
        string? input = values.Text(OptionId.Input);
        if (input == "-")
        {
            values.Fail("option '--input': leave it out to read standard input; a file named '-' is written './-'");
        }

        return input;
    }
}
