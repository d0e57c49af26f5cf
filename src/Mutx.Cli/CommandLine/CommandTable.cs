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
                "A lone word that looks like a mistyped command, or that is one elsewhere, such as 'version', is refused unless "
                + "there is a file of that name: write it 'mutx write version'.",
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
        new(CommandId.Update, "update")
        {
            Summary = "replace a file with what a command makes of it",
            Usage = ["update FILE [OPTION...] -- COMMAND [ARG...]"],
            Description =
            [
                "Runs COMMAND with FILE as its standard input, and replaces FILE with its standard output, in one step, if "
                + "COMMAND exits 0. The lock is held from before FILE is read until it is replaced, so that of any number "
                + "of updates at the same time none is lost. COMMAND must not lock FILE itself.",
            ],
            Operands = [new("FILE") { IsRequired = true, IsPath = true }],
            ChildCommand = ChildCommandUse.Required,
            Examples =
            [
                new("mutx update config.json -- jq '.port = 8080'", "change one value"),
                new("mutx update hosts --create -- sort -u", "begin with nothing where there is no file"),
            ],
        },
        new(CommandId.Run, "run")
        {
            Summary = "run a command while holding a lock",
            Usage = ["run RESOURCE [OPTION...] -- COMMAND [ARG...]", "run RESOURCE [OPTION...] -c 'SHELL COMMAND'"],
            Description =
            [
                "RESOURCE is a path, which exists or not, or name:WORD; a file whose name begins with 'name:' is written "
                + "'./name:...'. The lock is that of 'mutx write RESOURCE'.",
                "On Unix mutx becomes COMMAND: the lock lives as long as COMMAND and whatever inherits the open lock file "
                + "from it, and ends with the last of them. The exit status is COMMAND's own, 127 where there is no such "
                + "command and 126 where it can't be executed.",
            ],
            Operands = [new("RESOURCE") { IsRequired = true, IsPath = true }],
            ChildCommand = ChildCommandUse.Optional,
            Examples =
            [
                new("mutx run name:nightly --no-wait -- backup.sh", "never two at a time; status 2 if one is running"),
                new("mutx run -s data.db -- tar cf data.tar data.db", "share the lock with other readers"),
                new("mutx run config.json -c ./migrate", "a line for the shell"),
            ],
        },
        new(CommandId.Status, "status")
        {
            Summary = "show who holds a lock",
            Usage = ["status [RESOURCE...] [OPTION...]"],
            Description =
            [
                "Shows for each RESOURCE, a path or name:WORD, whether its lock is held, how, and by whom; without "
                + "RESOURCE every lock in the lock directory that is held. It takes no lock, so it can't make anybody's "
                + "attempt fail. SINCE is when the holder's process started: it has had the lock no longer. Holders in "
                + "other containers don't show, nor to everyone those of other users.",
            ],
            Operands = [new("RESOURCE") { IsPath = true, IsRepeatable = true }],
            Examples =
            [
                new("mutx status config.json", "who has it"),
                new("mutx status --json | jq '.status[].holders[].pid'", "the pids of all holders"),
            ],
        },
        new(CommandId.Backups, "backups")
        {
            Summary = "list the backups of a file",
            Usage = ["backups FILE [OPTION...]"],
            Description =
            [
                "Lists the backups of FILE, newest first: time, size, path. FILE itself may be gone.",
            ],
            Operands = [new("FILE") { IsRequired = true, IsPath = true }],
            Examples = [new("mutx backups config.json", "what there is to restore")],
        },
        new(CommandId.Restore, "restore")
        {
            Summary = "put a backup back",
            Usage = ["restore FILE [--from BACKUP] [OPTION...]"],
            Description =
            [
                "Replaces FILE with its newest backup, or with BACKUP, in the same way as write: under its lock and in "
                + "one step. What it replaces is itself kept, with the time in its name, so that a restore can be undone.",
            ],
            Operands = [new("FILE") { IsRequired = true, IsPath = true }],
            Examples =
            [
                new("mutx restore config.json", "put the newest backup back"),
                new("mutx restore config.json --from config.json.20260131_100000.mutx.backup", "put that one back"),
            ],
        },
        new(CommandId.Housekeep, "housekeep")
        {
            Summary = "remove lock files, staging files and backups that nobody needs",
            Usage =
            [
                "housekeep locks [DIR] [OPTION...]",
                "housekeep backups [DIR] [OPTION...]",
                "housekeep all DIR [OPTION...]",
                "housekeep all --locks-dir DIR --backups-dir DIR [OPTION...]",
            ],
            Description =
            [
                "locks removes empty lock files that nobody uses, and staging files whose writer was killed; without DIR "
                + "from the lock directory. backups removes backups beyond --keep-newest and --older-than, with both only "
                + "those beyond both; without DIR from here. Without either it removes none.",
                "Only what can be proved to be of mutx and dead is removed; a lock file with content never is.",
            ],
            Operands = [new("OPERATION"), new("DIR") { IsPath = true }],
            Examples =
            [
                new("mutx housekeep locks", "sweep the lock directory"),
                new("mutx housekeep backups /etc/app -r --keep-newest 5 --older-than 30d", "what is beyond the newest 5 and older"),
                new("mutx housekeep all data -r --keep-newest 3 --dry-run", "only print what would be removed"),
            ],
        },
        new(CommandId.Queue, "queue")
        {
            Summary = "keep commands in a durable queue, and run them",
            Usage =
            [
                "queue create|pause|resume QUEUE",
                "queue add QUEUE [--at N] -- COMMAND [ARG...]",
                "queue list [QUEUE]",
                "queue show|remove QUEUE ID",
                "queue move QUEUE ID N",
                "queue run QUEUE [--workers N] [--follow] [--stop-on-failure]",
            ],
            Description =
            [
                "Each change is durable when mutx returns, and any number of programs may change one queue at once. "
                + "'run' takes one command after the other; each is taken by exactly one runner. The commands of a runner "
                + "that was killed are taken again, so a command may run more than once.",
                "Output of a command goes to a log of its own, which 'show' names. A command that has ended stays listed "
                + "until it is removed. 'run' ends when nothing is pending: with 0 if all it ran exited 0, else with 1.",
            ],
            Operands = [new("ACTION") { IsRequired = true }, new("QUEUE"), new("ID"), new("N")],
            ChildCommand = ChildCommandUse.Optional,
            Examples =
            [
                new("mutx queue create nightly", "a queue of that name"),
                new("mutx queue add nightly -- backup --all", "put a command at its end; prints the command's id"),
                new("mutx queue add nightly --at 1 -- date", "put a command before all that are pending"),
                new("mutx queue run nightly --workers 2", "run all of them, two at a time"),
                new("mutx queue list nightly", "what is pending, running, done"),
            ],
        },
        new(CommandId.Feature, "feature")
        {
            Summary = "lock a feature by name, for work that spans many commands",
            Usage =
            [
                "feature acquire|release [NAME] [--root DIR] [--pid N]",
                "feature check [NAME] [--root DIR]",
                "feature current [--root DIR]",
            ],
            Description =
            [
                "A feature's lock is the file DIR/specs/NAME/.lock. It outlives the command that took it: it stays until "
                + "it is released, or two hours old. 'acquire' never waits; it ends with 2 if the feature is locked. "
                + "'release' releases only what was taken for the same process.",
                "'check' prints who holds the lock, since when and for how long, or nothing. 'current' prints the feature "
                + "in MUTX_FEATURE, else the one written in DIR/.current-feature, else the name of the newest "
                + "DIR/state/*.json. Without NAME the current feature is meant.",
            ],
            Operands = [new("ACTION") { IsRequired = true }, new("NAME")],
            Examples =
            [
                new("mutx feature acquire login", "lock it for the shell that runs this; 2 if somebody has it"),
                new("mutx feature check login --json", "who has it"),
                new("mutx feature release login", "done with it"),
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
