namespace Mutx.Cli.Tests.Faults;

/// <summary>
/// The program as it is published, with each of its system calls failing in turn, and with SIGKILL at each: the old
/// file or the new one is there in whole, the status and the message say which, and nothing is left behind.
/// </summary>
public sealed class EverySystemCall
{
    private const string Old = "the old content";
    private const string New = "the new content, which is longer";
    private const string Older = "the content before that";
    private const string BackupName = "file.mutx.backup";
    private const int Killed = 137;

    // What touches files, locks and streams. Memory, threads and signals belong to the runtime.
    private static readonly string[] Names =
    [
        "openat", "read", "write", "pwrite64", "lseek", "statx", "fstat", "newfstatat", "fstatfs", "ioctl", "flock", "fsync", "fdatasync",
        "fchmod", "fchown", "linkat", "renameat", "renameat2", "unlinkat", "mkdir", "mkdirat", "readlink", "readlinkat", "llistxattr",
        "lgetxattr", "flistxattr", "fgetxattr", "fsetxattr", "fremovexattr", "copy_file_range", "getrandom",
    ];

    public static TheoryData<string> Commands => [.. All.Select(each => each.Name)];

    private static IReadOnlyList<Command> All =>
    [
        new("write", ["file"]),
        new("write of a new file", ["file"]) { Exists = false },
        new("write, streamed", ["file", "--stream"]),
        new("write from a file", ["file", "-i", "input", "--mode", "0640"]) { Others = ["input"] },
        new("write if changed", ["file", "--if-changed", "--no-wait"]),
        new("write with a backup", ["file", "--backup"]) { KeepsOld = true },
        new("write with the next backup", ["file", "--backup"]) { KeepsOld = true, Backup = Older },
        new("write with a timestamped backup", ["file", "--backup", "--backup-timestamp"]) { KeepsOld = true, Backup = Older, LeavesBackup = true },
        new("restore", ["restore", "file"]) { KeepsOld = true, Backup = New, LeavesBackup = true },
        new("update", ["update", "file", "--", "cat", "input"]) { Others = ["input"], Refused = 4 },
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task That_fails_leaves_old_or_new_and_says_which(string name)
    {
        Command command = All.Single(each => each.Name == name);
        IReadOnlyList<Point> points = await command.PointsAsync();
        Assert.InRange(points.Count, 10, 150);
        foreach (Point point in points)
        {
            foreach (string error in Errors(point.Call))
            {
                await CheckError(command, point, error);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task That_a_kill_interrupts_leaves_old_or_new_and_the_next_write_clears_up(string name)
    {
        Command command = All.Single(each => each.Name == name);
        int replaced = 0;
        IReadOnlyList<Point> points = await command.PointsAsync();
        foreach (Point point in points)
        {
            using Sandbox sandbox = command.Arrange();
            using Strace strace = new();
            strace.Trace(point.Call).Inject($"{point.Call}:signal=KILL:when={point.Nth}");

            ProgramResult result = await strace.Around(command.In(sandbox)).RunAsync();

            Assert.True(result.Status is 0 or Killed || result.Status == command.Refused, $"{point}: status {result.Status}: {result.Error}");
            string? found = command.Found(sandbox);
            Assert.True(found is New || found == command.Before, $"{point}: '{found}'");
            replaced += found is New ? 1 : 0;
            (await sandbox.Mutx("file", "--no-wait").Input("next").RunAsync()).AssertStatus(0);
            Assert.Equal("next", sandbox.Files.Read("file"));
            if (command.KeepsOld)
            {
                (await sandbox.Mutx("housekeep", "locks", ".").RunAsync()).AssertStatus(0);
            }

            Assert.All(command.Strangers(sandbox), name => Assert.Fail($"{point}: left behind: {name}"));
            Assert.All(command.Backups(sandbox), name => Assert.Contains(sandbox.Files.Read(name), (string?[])[Old, command.Backup]));
            Assert.True(!command.KeepsOld || found is not New || command.Backups(sandbox).Any(name => sandbox.Files.Read(name) == Old), $"{point}: no backup");
        }

        Assert.InRange(replaced, 1, points.Count - 1);
    }

    private static IEnumerable<string> Errors(string call) => call switch
    {
        "write" or "pwrite64" or "linkat" or "renameat" or "renameat2" or "fsync" => ["EIO", "ENOSPC", "EDQUOT"],
        "openat" => ["EIO", "EACCES", "EMFILE"],
        "flock" => ["EIO", "ENOLCK"],
        _ => ["EIO"],
    };

    private static async Task CheckError(Command command, Point point, string error)
    {
        using Sandbox sandbox = command.Arrange();
        using Strace strace = new();
        strace.Trace(point.Call).Inject($"{point.Call}:error={error}:when={point.Nth}");

        ProgramResult result = await strace.Around(command.In(sandbox)).RunAsync();

        string where = $"{point} gives {error}: status {result.Status}: {result.Error}";
        string? found = command.Found(sandbox);
        Assert.True(result.Status is 0 or 1 || result.Status == command.Refused, where);
        if (result.Status == 0)
        {
            Assert.True(found == New, $"{where}: '{found}'");
        }
        else
        {
            Assert.Contains("mutx: ", result.Error);
            Assert.DoesNotContain("   at ", result.Error);
            bool saysReplaced = result.Error.Contains("replaced", StringComparison.Ordinal);
            Assert.True(found == (saysReplaced ? New : command.Before), $"{where}: '{found}'");
        }

        Assert.True(ForeignLock.IsFree(sandbox.LockFileOf("file")), $"{where}: the lock is held");
        command.CheckBackups(sandbox, found is New, where);
        if (point.Call != "unlinkat")
        {
            Assert.All(command.Strangers(sandbox), name => Assert.Fail($"{where}: left behind: {name}"));
        }
    }

    /// <summary>The N-th call of one kind, as strace counts.</summary>
    private sealed record Point(string Call, int Nth);

    private sealed record Command(string Name, string[] Arguments)
    {
        public bool Exists { get; init; } = true;

        public string[] Others { get; init; } = [];

        /// <summary>What the untimestamped backup holds beforehand.</summary>
        public string? Backup { get; init; }

        /// <summary>Whether that stays as it is.</summary>
        public bool LeavesBackup { get; init; }

        /// <summary>Whether what is replaced is kept as a backup.</summary>
        public bool KeepsOld { get; init; }

        /// <summary>The status of a producing command that failed itself.</summary>
        public int? Refused { get; init; }

        public string? Before => Exists ? Old : null;

        public Sandbox Arrange()
        {
            Sandbox sandbox = new();
            if (Exists)
            {
                sandbox.Files.Write("file", Old);
            }

            foreach (string other in Others)
            {
                sandbox.Files.Write(other, New);
            }

            if (Backup is not null)
            {
                sandbox.Files.Write(BackupName, Backup);
            }

            return sandbox;
        }

        public IEnumerable<string> Backups(Sandbox sandbox) =>
            sandbox.Files.Entries.Where(name => name.StartsWith("file.", StringComparison.Ordinal) && name.EndsWith(".mutx.backup", StringComparison.Ordinal));

        /// <summary>What has no business there.</summary>
        public IEnumerable<string> Strangers(Sandbox sandbox) =>
            sandbox.Files.Entries.Except(["file", .. Others, .. KeepsOld ? Backups(sandbox) : []]);

        /// <summary>What was replaced is kept in whole; what was not replaced has cost no backup.</summary>
        public void CheckBackups(Sandbox sandbox, bool replaced, string where)
        {
            string?[] before = Backup is null ? [] : [Backup];
            string?[] after = !KeepsOld ? [] : LeavesBackup ? [.. before, Old] : [Old];
            string[] found = [.. Backups(sandbox).Select(sandbox.Files.Read).Order(StringComparer.Ordinal)];
            Assert.True(found.SequenceEqual((replaced ? after : before).Order(StringComparer.Ordinal)), $"{where}: the backups hold {string.Join(" | ", found)}");
        }

        public ProgramRun In(Sandbox sandbox) => sandbox.Mutx(Arguments).Input(New);

        public string? Found(Sandbox sandbox) => File.Exists(sandbox.Files["file"]) ? sandbox.Files.Read("file") : null;

        /// <summary>Every call of a clean run, from the first that concerns its files.</summary>
        public async Task<IReadOnlyList<Point>> PointsAsync()
        {
            using Sandbox sandbox = Arrange();
            using Strace strace = new();
            strace.Trace(string.Join(',', Names));
            (await strace.Around(In(sandbox)).RunAsync()).AssertStatus(0);
            Assert.Equal(New, Found(sandbox));

            // strace counts each call of each thread on its own, and so is the point named.
            Dictionary<(int, string), int> counts = [];
            List<Point> points = [];
            bool begun = false;
            foreach (SystemCall call in strace.Calls)
            {
                int nth = counts[(call.Pid, call.Name)] = counts.GetValueOrDefault((call.Pid, call.Name)) + 1;
                begun |= call.Arguments.Contains(sandbox.Files.Path) || call.Arguments.Contains("\"file\"") || call.Arguments.Contains("\"input\"");
                Point point = new(call.Name, nth);
                if (begun && !points.Contains(point))
                {
                    points.Add(point);
                }
            }

            return points;
        }
    }
}
