namespace Mutx.Interleavings.Tests.Contract;

/// <summary>One step of a sequence that is played on two disks: what to do, to which of a few files and names.</summary>
internal readonly record struct Move(string Step, int File, int Other, string Name, string OtherName, int Number)
{
    /// <summary>Names in the directory, of which some are links and one is a directory.</summary>
    public static readonly string[] Names = ["a", "b", "c", "link", "sub", "loop", "missing", "folder"];

    public static readonly string[] Links = ["link", "loop", "folder"];

    /// <summary>How many files can be open at a time.</summary>
    public const int Slots = 5;

    private static readonly string[] Steps =
    [
        "create", "create", "create unnamed", "name", "name", "link", "rename", "rename", "rename if free", "exchange", "remove",
        "look", "look at path", "look through", "look at file", "list", "open", "open path", "open input", "open directory", "open subdirectory",
        "reopen", "resolve", "read link", "read", "write", "write", "rewind", "copy", "set mode", "set owner", "copy attributes",
        "get attribute", "set attribute", "set attribute of a file", "touch", "copy time", "sync", "sync directory", "sync named", "make directory",
        "open lock file", "open lock file", "open existing lock file", "try exclusive", "try exclusive", "try shared", "lock exclusive",
        "lock shared", "unlock", "downgrade", "close",
    ];

    public static Move Next(Random random) => new(
        Steps[random.Next(Steps.Length)],
        random.Next(Slots),
        random.Next(Slots),
        Names[random.Next(Names.Length)],
        Names[random.Next(Names.Length)],
        random.Next(1000));

    public override string ToString() => $"{Step} file {File} (other {Other}) '{Name}' '{OtherName}' {Number}";
}
