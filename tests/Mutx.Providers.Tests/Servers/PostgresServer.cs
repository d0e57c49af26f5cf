using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Mutx.Providers.Tests.Servers;

/// <summary>
/// A PostgreSQL server of the test's own, from Debian's package: its data in a temporary directory, on the loopback interface
/// (or in a network namespace of the test's own), as the user postgres where the tests run as root, since it refuses to be root.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<string?> Found = new(Find);
    private static readonly SemaphoreSlim MakingTemplate = new(1, 1);
    private static TempDirectory? _template;

    private readonly TempDirectory _directory = new();
    private readonly string? _namespace;
    private readonly string[] _settings;
    private ServerProcess? _process;

    private PostgresServer(string? networkNamespace, string[] settings)
    {
        _namespace = networkNamespace;
        _settings = settings;
        Port = Ports.Free();
    }

    public int Port { get; }

    /// <summary>How to reach it from the same machine and namespace.</summary>
    public string Connection => ConnectionTo("127.0.0.1");

    public ServerProcess Process => _process!;

    private string Data => _directory["data"];

    /// <summary>A new one.</summary>
    /// <param name="settings">What is set, as <c>name=value</c>.</param>
    public static Task<PostgresServer> StartAsync(params string[] settings) => StartAsync(null, settings);

    /// <summary>A new one in a network namespace, where it listens on every address.</summary>
    public static async Task<PostgresServer> StartAsync(string? networkNamespace, string[] settings)
    {
        Need.Have(Found.Value is not null, "PostgreSQL's server is missing: apt-get install postgresql");
        var server = new PostgresServer(networkNamespace, settings);
        await CopyAsync(await TemplateAsync(), server.Data);
        await server.StartAsync();
        return server;
    }

    /// <summary>A standby of this one, that follows it.</summary>
    public async Task<PostgresServer> StartStandbyAsync()
    {
        var standby = new PostgresServer(null, _settings);
        Give(standby._directory.Path);
        await RunAsync(
            Tool("pg_basebackup"), "-D", standby.Data, "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "mutx", "-R", "-X", "stream", "--no-sync", "-c", "fast");
        await standby.StartAsync();
        return standby;
    }

    public string ConnectionTo(string host, string user = "mutx") =>
        string.Create(CultureInfo.InvariantCulture, $"Host={host};Port={Port};Username={user};Database=postgres");

    /// <summary>Starts it, or starts it again, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        string[] listening = ["-c", "listen_addresses=" + (_namespace is null ? "127.0.0.1" : "*"), "-c", $"unix_socket_directories={_directory.Path}"];
        string[] arguments =
        [
            "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "fsync=off", "-c", "wal_level=replica", "-c", "max_wal_senders=4", "-c", "hot_standby=on",
            .. listening, .. _settings.SelectMany(setting => new[] { "-c", setting }),
        ];
        string[] command = AsOwner([Tool("postgres"), .. arguments]);
        command = _namespace is null ? command : ["ip", "netns", "exec", _namespace, .. command];
        long start = Stopwatch.GetTimestamp();
        do
        {
            _process?.Dispose();
            _process = new ServerProcess(command[0], command[1..]);
            await _process.UntilAsync(async () => IsRefused() || await (_namespace is null ? AnswersAsync() : IsReadyAsync()));
        }
        while (IsRefused() && Stopwatch.GetElapsedTime(start) < Bounds.Patience);
    }

    /// <summary>Whether it didn't start because what a killed one has started is still about to end.</summary>
    private bool IsRefused() =>
        Process.HasExited && Process.Output.Contains("pre-existing shared memory block", StringComparison.Ordinal);

    /// <summary>Makes a standby the primary.</summary>
    public async Task PromoteAsync()
    {
        await RunAsync(Tool("pg_ctl"), "-D", Data, "-w", "promote");
        await Process.UntilAsync(async () => (await ScalarAsync("SELECT pg_is_in_recovery()")) is false);
    }

    /// <summary>Stops it in order, and waits for that.</summary>
    public async Task StopAsync()
    {
        Process.Signal(Signal.Interrupt);
        await Eventually.IsTrue(() => Process.HasExited, "the server has stopped");
    }

    /// <summary>One value, by a connection of the administrator's.</summary>
    public async Task<object?> ScalarAsync(string statement, string database = "postgres")
    {
        string connection = Connection.Replace("Database=postgres", $"Database={database}", StringComparison.Ordinal);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create($"{connection};Pooling=false;Timeout=5");
        await using NpgsqlCommand command = source.CreateCommand(statement);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>How many sessions hold or wait for advisory locks.</summary>
    public async Task<long> LocksAsync(bool granted) =>
        (long)(await ScalarAsync($"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted = {granted}"))!;

    /// <summary>Adds a line to the rules of who may connect, before the others.</summary>
    public async Task AllowAsync(string rule)
    {
        string path = Path.Join(Data, "pg_hba.conf");
        await File.WriteAllTextAsync(path, $"{rule}\n{await File.ReadAllTextAsync(path)}");
        await ScalarAsync("SELECT pg_reload_conf()");
    }

    /// <summary>Removes what all servers were copied from.</summary>
    public static void RemoveTemplate()
    {
        _template?.Dispose();
        _template = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            // An immediate stop: unlike a kill it leaves no shared memory behind.
            _process.Signal(Signal.Continue);
            _process.Signal(Signal.Quit);
            await Eventually.IsTrue(() => _process.HasExited, "the server has stopped");
        }

        _process?.Dispose();
        RemoveSharedMemory();
        _directory.Dispose();
    }

    /// <summary>A server that was killed leaves a segment behind, of which its lock file tells: key and number.</summary>
    private void RemoveSharedMemory()
    {
        string lockFile = Path.Join(Data, "postmaster.pid");
        if (File.Exists(lockFile) && File.ReadAllLines(lockFile) is [_, _, _, _, _, _, var memory, ..]
            && memory.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var number])
        {
            using Process remove = System.Diagnostics.Process.Start("ipcrm", ["-m", number]);
            remove.WaitForExit();
        }
    }

    private async Task<bool> AnswersAsync()
    {
        await ScalarAsync("SELECT 1");
        return true;
    }

    /// <summary>From outside its namespace it can't be asked; it says so itself.</summary>
    private Task<bool> IsReadyAsync() =>
        Task.FromResult(File.Exists(Path.Join(Data, "postmaster.pid")) && File.ReadAllLines(Path.Join(Data, "postmaster.pid")) is [.., var status] && status.Trim() == "ready");

    /// <summary>Made once and copied: a new cluster takes longer than all the rest.</summary>
    private static async Task<string> TemplateAsync()
    {
        await MakingTemplate.WaitAsync();
        try
        {
            if (_template is null)
            {
                var template = new TempDirectory();
                Give(template.Path);
                await RunAsync(Tool("initdb"), "-D", template["data"], "-A", "trust", "-U", "mutx", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");

                // Who comes through a namespace of the test's own doesn't come from the loopback address.
                await File.AppendAllTextAsync(template["data/pg_hba.conf"], "host all all 10.0.0.0/8 trust\n");
                _template = template;
            }

            return _template["data"];
        }
        finally
        {
            MakingTemplate.Release();
        }
    }

    private static async Task CopyAsync(string from, string to)
    {
        Give(Path.GetDirectoryName(to)!);
        await RunAsync("/bin/cp", "-a", "--reflink=auto", from, to);
    }

    private static void Give(string directory)
    {
        if (Environment.UserName == "root")
        {
            using Process chown = System.Diagnostics.Process.Start("chown", ["postgres:", "--", directory]);
            chown.WaitForExit();
        }
    }

    private static async Task RunAsync(params string[] command)
    {
        string[] whole = AsOwner(command);
        ProgramResult result = await new ProgramRun(whole[0], whole[1..])
        {
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["LANG"] = "C.UTF-8" },
            WorkingDirectory = "/",
            Deadline = TimeSpan.FromMinutes(2),
        }.RunAsync();
        result.AssertStatus(0);
    }

    private static string[] AsOwner(string[] command) =>
        Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", .. command] : command;

    private static string Tool(string name) => Path.Join(Found.Value, name);

    private static string? Find() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Join(version, "bin")).Order(StringComparer.Ordinal)
                .LastOrDefault(bin => File.Exists(Path.Join(bin, "postgres")) && File.Exists(Path.Join(bin, "initdb")))
            : null;
}
