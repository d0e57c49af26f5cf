namespace Mutx.Cli.Tests.Faults;

/// <summary>
/// The program as it is published, with each of its system calls failing in turn, and with SIGKILL at each: the old
/// file or the new one is there in whole, the status and the message say which, and nothing is left behind.
/// </summary>
public sealed class EverySystemCall
{
    private const string Old = "the old content";
    private const string New = "the new content, which is longer";
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

            Assert.True(result.Status is 0 or Killed, $"{point}: status {result.Status}: {result.Error}");
            string? found = command.Found(sandbox);
            Assert.True(found is New || found == command.Before, $"{point}: '{found}'");
            replaced += found is New ? 1 : 0;
            (await sandbox.Mutx("file", "--no-wait").Input("next").RunAsync()).AssertStatus(0);
            Assert.Equal("next", sandbox.Files.Read("file"));
            sandbox.Files.AssertEntries(["file", .. command.Others]);
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
        Assert.True(result.Status is 0 or 1, where);
        if (result.Status == 0)
        {
            Assert.True(found == New, $"{where}: '{found}'");
        }
        else
        {
            Assert.StartsWith("mutx: ", result.Error);
            Assert.DoesNotContain("   at ", result.Error);
            bool saysReplaced = result.Error.Contains("replaced", StringComparison.Ordinal);
            Assert.True(found == (saysReplaced ? New : command.Before), $"{where}: '{found}'");
        }

        Assert.True(ForeignLock.IsFree(sandbox.LockFileOf("file")), $"{where}: the lock is held");
        if (point.Call != "unlinkat")
        {
            string[] allowed = found is null ? command.Others : ["file", .. command.Others];
            Assert.True(sandbox.Files.Entries.SequenceEqual(allowed.Order(StringComparer.Ordinal)), $"{where}: {string.Join(' ', sandbox.Files.Entries)}");
        }
    }

    /// <summary>The N-th call of one kind, as strace counts.</summary>
    private sealed record Point(string Call, int Nth);

    private sealed record Command(string Name, string[] Arguments)
    {
        public bool Exists { get; init; } = true;

        public string[] Others { get; init; } = [];

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

            return sandbox;
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
