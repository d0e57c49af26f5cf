using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Mutx.Providers.Tests.Servers;

/// <summary>An etcd of the test's own, of one member or three, from Debian's package: in memory where there is a place for that.</summary>
internal sealed class EtcdServer : IAsyncDisposable
{
    private readonly List<Member> _members = [];
    private readonly HttpClient _http;
    private readonly string _scheme;
    private readonly string _host;

    private EtcdServer(string scheme, string host, HttpClient http)
    {
        _scheme = scheme;
        _host = host;
        _http = http;
    }

    /// <summary>The client end points, as a provider takes them.</summary>
    public string Endpoints => string.Join(',', _members.Select(member => $"{_scheme}://{_host}:{member.Port}"));

    public ServerProcess Process => _members[0].Process;

    public IReadOnlyList<Member> Members => _members;

    public static Task<EtcdServer> StartAsync(params string[] arguments) => StartAsync(1, null, arguments);

    public static Task<EtcdServer> StartClusterAsync() => StartAsync(3, null, []);

    /// <summary>One that is reached by TLS alone; its certificate and key are files.</summary>
    public static Task<EtcdServer> StartWithTlsAsync(string certificate, string key, HttpClient http) =>
        StartAsync(1, null, ["--cert-file", certificate, "--key-file", key], "https", http: http);

    /// <summary>One in a network namespace, where it listens on every address; it can't be asked from outside.</summary>
    public static Task<EtcdServer> StartInAsync(string networkNamespace, string address) => StartAsync(1, networkNamespace, [], host: address);

    /// <summary>Asks a member: <c>kv/range</c> and a JSON object.</summary>
    public async Task<JsonElement> AskAsync(string path, string question, int member = 0, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{_scheme}://{_host}:{_members[member].Port}/v3/{path}"))
        {
            Content = new StringContent(question, Encoding.UTF8, "application/json"),
        };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        using HttpResponseMessage response = await _http.SendAsync(request);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>How many keys there are in all.</summary>
    public async Task<int> KeysAsync()
    {
        JsonElement all = await AskAsync("kv/range", """{"key":"AA==","range_end":"AA==","keys_only":true}""");
        return all.TryGetProperty("count", out JsonElement count) ? int.Parse(count.GetString()!, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>The member that leads.</summary>
    public async Task<int> LeaderAsync(int asked)
    {
        JsonElement status = await AskAsync("maintenance/status", "{}", asked);
        string leader = status.GetProperty("leader").GetString()!;
        for (int i = 0; i < _members.Count; i++)
        {
            if (!_members[i].Process.HasExited
                && (await AskAsync("maintenance/status", "{}", i)).GetProperty("header").GetProperty("member_id").GetString() == leader)
            {
                return i;
            }
        }

        throw new InvalidOperationException("no member leads");
    }

    /// <summary>Starts a member that has ended again, with the data it has.</summary>
    public async Task StartAgainAsync(int member = 0)
    {
        _members[member].Process.StartAgain();
        await _members[member].Process.UntilAsync(() => IsHealthyAsync(member));
    }

    public ValueTask DisposeAsync()
    {
        foreach (Member member in _members)
        {
            member.Process.Dispose();
            member.Directory.Dispose();
        }

        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<EtcdServer> StartAsync(
        int count, string? networkNamespace, string[] arguments, string scheme = "http", string host = "127.0.0.1", HttpClient? http = null)
    {
        Need.Package("etcd", "etcd-server");
        var server = new EtcdServer(scheme, host, http ?? new HttpClient());
        (int Client, int Peer)[] ports = [.. Enumerable.Range(0, count).Select(_ => (Ports.Free(), Ports.Free()))];
        string cluster = string.Join(',', ports.Select((port, i) => $"m{i}=http://127.0.0.1:{port.Peer}"));
        string listen = networkNamespace is null ? "127.0.0.1" : "0.0.0.0";
        for (int i = 0; i < count; i++)
        {
            var directory = new TempDirectory();
            string[] command =
            [
                "/usr/bin/etcd", "--name", $"m{i}", "--data-dir", directory["data"], "--logger", "zap", "--log-level", "warn",
                "--listen-client-urls", $"{scheme}://{listen}:{ports[i].Client}", "--advertise-client-urls", $"{scheme}://{host}:{ports[i].Client}",
                "--listen-peer-urls", $"http://127.0.0.1:{ports[i].Peer}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{ports[i].Peer}",
                "--initial-cluster", cluster, "--initial-cluster-state", "new", .. arguments,
            ];
            command = networkNamespace is null ? command : ["ip", "netns", "exec", networkNamespace, .. command];
            server._members.Add(new Member(new ServerProcess(command[0], command[1..]), ports[i].Client, directory));
        }

        for (int i = 0; i < count && networkNamespace is null; i++)
        {
            int member = i;
            await server._members[i].Process.UntilAsync(() => server.IsHealthyAsync(member));
        }

        return server;
    }

    private async Task<bool> IsHealthyAsync(int member)
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri($"{_scheme}://{_host}:{_members[member].Port}/health"));
        return (await response.Content.ReadAsStringAsync()).Contains("true", StringComparison.Ordinal);
    }

    internal sealed record Member(ServerProcess Process, int Port, TempDirectory Directory);
}
