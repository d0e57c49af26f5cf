namespace Mutx.Providers.Tests.Servers;

/// <summary>
/// Two network namespaces of the test's own, a server's and a holder's, with a cable between them that can be cut: then what is
/// sent is lost in silence, as in a partition, because each side sends to an address of the link that nobody has.
/// (A link that is down, or a stopped process, isn't one: the kernel says so, or answers.)
/// </summary>
internal sealed class TwoNetworks : IAsyncDisposable
{
    public const string ServerAddress = "10.201.77.1";
    private const string HolderAddress = "10.201.77.2";
    private const string Nobody = "02:00:00:00:de:ad";

    private TwoNetworks()
    {
        Server = $"mutx-s-{Environment.ProcessId}";
        Holder = $"mutx-h-{Environment.ProcessId}";
    }

    /// <summary>The namespace of the server, and of those who are well connected with it.</summary>
    public string Server { get; }

    /// <summary>The namespace of who is to be cut off.</summary>
    public string Holder { get; }

    public static async Task<TwoNetworks> CreateAsync()
    {
        Need.Root();
        Need.Package("ip", "iproute2");
        var networks = new TwoNetworks();
        Need.Have(await RunsAsync("netns", "add", networks.Server), "network namespaces can't be made here");
        await IpAsync("netns", "add", networks.Holder);
        await IpAsync("-n", networks.Server, "link", "set", "lo", "up");
        await IpAsync("-n", networks.Holder, "link", "set", "lo", "up");
        await IpAsync("-n", networks.Server, "link", "add", "s0", "type", "veth", "peer", "name", "h0", "netns", networks.Holder);
        await IpAsync("-n", networks.Server, "addr", "add", $"{ServerAddress}/24", "dev", "s0");
        await IpAsync("-n", networks.Holder, "addr", "add", $"{HolderAddress}/24", "dev", "h0");
        await IpAsync("-n", networks.Server, "link", "set", "s0", "up");
        await IpAsync("-n", networks.Holder, "link", "set", "h0", "up");
        return networks;
    }

    /// <summary>A run in one of the two.</summary>
    public static ProgramRun In(string name, ProgramRun run) => run.Under("ip", "netns", "exec", name);

    public async Task CutAsync()
    {
        await IpAsync("-n", Holder, "neigh", "replace", ServerAddress, "lladdr", Nobody, "dev", "h0", "nud", "permanent");
        await IpAsync("-n", Server, "neigh", "replace", HolderAddress, "lladdr", Nobody, "dev", "s0", "nud", "permanent");
    }

    public async Task HealAsync()
    {
        await IpAsync("-n", Holder, "neigh", "del", ServerAddress, "dev", "h0");
        await IpAsync("-n", Server, "neigh", "del", HolderAddress, "dev", "s0");
    }

    public async ValueTask DisposeAsync()
    {
        await RunsAsync("netns", "del", Holder);
        await RunsAsync("netns", "del", Server);
    }

    private static async Task IpAsync(params string[] arguments) => (await RunAsync(arguments)).AssertStatus(0);

    private static async Task<bool> RunsAsync(params string[] arguments) => (await RunAsync(arguments)).Status == 0;

    private static Task<ProgramResult> RunAsync(string[] arguments) =>
        new ProgramRun("ip", arguments) { Environment = new Dictionary<string, string> { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" } }.RunAsync();
}
