using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mutx.Bench.Servers;

/// <summary>A server for a row, with its data on the row's disk, flushing as it would in earnest.</summary>
internal sealed class BenchServer : IDisposable
{
    private readonly Process _process;
    private readonly bool _isPostgres;

    private BenchServer(Process process, int port, bool isPostgres)
    {
        _process = process;
        _isPostgres = isPostgres;
        Port = port;
    }

    public int Port { get; }

    public string Address => _isPostgres
        ? string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=bench;Database=postgres")
        : string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>The directory of PostgreSQL's newest programs; null if there are none.</summary>
    public static string? PostgresPrograms =>
        System.IO.Directory.Exists("/usr/lib/postgresql")
            ? System.IO.Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(each => Path.Join(each, "bin")).LastOrDefault(bin => File.Exists(Path.Join(bin, "postgres")))
            : null;

    public static BenchServer StartPostgres(Workbench bench)
    {
        string home = bench.PathOf("postgres");
        System.IO.Directory.CreateDirectory(home);
        bool isRoot = Environment.UserName == "root";
        if (isRoot)
        {
            new Command("chown", "postgres:", home).Run();
        }

        string[] user = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : ["env"];
        new Command(user[0], [.. user[1..], Path.Join(PostgresPrograms, "initdb"), "-D", Path.Join(home, "data"), "-A", "trust", "-U", "bench", "-E", "UTF8", "--locale=C.UTF-8"]).Run();
        int port = FreePort();
        return Start(
            port,
            isPostgres: true,
            [.. user, Path.Join(PostgresPrograms, "postgres"), "-D", Path.Join(home, "data"), "-p", Text(port), "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={home}"]);
    }

    public static BenchServer StartEtcd(Workbench bench)
    {
        (int client, int peer) = (FreePort(), FreePort());
        string peers = $"http://127.0.0.1:{Text(peer)}";
        string clients = $"http://127.0.0.1:{Text(client)}";
        return Start(
            client,
            isPostgres: false,
            [
                "etcd", "--name", "b", "--data-dir", bench.PathOf("etcd"), "--logger", "zap", "--log-level", "error", "--listen-client-urls", clients,
                "--advertise-client-urls", clients, "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers, "--initial-cluster", $"b={peers}",
            ]);
    }

    public void Dispose()
    {
        // PostgreSQL stops at once, and in order, at SIGQUIT; etcd at SIGTERM.
        new Command("kill", _isPostgres ? "-QUIT" : "-TERM", Text(_process.Id)).Run();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static BenchServer Start(int port, bool isPostgres, string[] command)
    {
        Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new BenchServer(process, port, isPostgres);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
