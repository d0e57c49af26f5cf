namespace Mutx.Cli.CommandLine;

/// <summary>The one table of commands. Parser, help, manual and completion read it.</summary>
internal static class CommandTable
{
    /// <summary>Every command, at the index of its <see cref="CommandId"/>.</summary>
    public static readonly CommandSpec[] All =
    [
        new(CommandId.Write, "write")
        {
            Summary = "replace a file with standard input, a file, or what a command prints",
            Usage =
            [
                "OUTPUT [OPTION...]",
                "write OUTPUT [OPTION...] [-- COMMAND [ARG...]]",
            ],
            Description =
            [
                "Replaces OUTPUT in one step: whoever reads it sees the old content or the new, whole, and a power cut "
                + "leaves one of the two. The lock is held only while OUTPUT is being replaced, not while input is read.",
                "With COMMAND, OUTPUT is replaced only if COMMAND exits 0, and the lock is held from before it starts.",
            ],
            Operands = [new("OUTPUT") { IsRequired = true, IsPath = true }],
            ChildCommand = ChildCommandUse.Optional,
            Examples =
            [
                new("generate | mutx config.json", "replace config.json with what generate prints"),
                new("mutx write config.json -- generate --all", "the same, but only if generate succeeds"),
                new("mutx config.json -i new.json --if-changed", "leave an equal file untouched"),
                new("generate | mutx -t 5s --validate 'jq empty' config.json", "wait 5 s at most; refuse bad JSON"),
            ],
        },
        new(CommandId.Help, "help")
        {
            Summary = "show help, or the help of one command",
            Usage = ["help [COMMAND]"],
            Description = ["Shows what mutx can do, or all about one command."],
            Operands = [new("COMMAND")],
            Examples = [new("mutx help write", "everything about write")],
        },
    ];

    public static CommandSpec Get(CommandId id) => All[(int)id];

    public static CommandSpec? Find(string name)
    {
        foreach (CommandSpec command in All)
        {
            if (command.Name == name)
            {
                return command;
            }
        }

        return null;
    }
}
