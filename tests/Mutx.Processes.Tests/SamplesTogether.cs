using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Mutx.Processes.Tests;

/// <summary>The samples' daemon and runner, and the program, over the same files and real HTTP.</summary>
public sealed class SamplesTogether
{
    private const int Requests = 1000;
    private const int ByProgram = 20;
    private const int Clients = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_requests_lose_nothing_and_every_read_is_whole()
    {
        using Sandbox sandbox = new();
        string queues = Path.Combine(sandbox.Files.Path, "queues");
        using RunningProgram daemon = Start(sandbox, "Daemon", sandbox.Files.Path, "http://127.0.0.1:0");
        await IsUp(daemon);
        using HttpClient http = Client(daemon.OutputSoFar);
        Assert.Equal(HttpStatusCode.Created, (await http.PostAsync("/queues/q", null, Token)).StatusCode);
        using RunningProgram runner = Start(sandbox, "Runner", queues, "q");
        await runner.OutputContains("ready");

        Task program = AddByProgram(sandbox, queues);
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            for (int i = Interlocked.Increment(ref next); i < Requests; i = Interlocked.Increment(ref next))
            {
                await Request(http, i);
            }
        })));
        await program;

        string[] expected =
        [
            .. Enumerable.Range(0, Requests).Where(i => i % 4 == 0).Select(i => $"c{i}"),
            .. Enumerable.Range(0, ByProgram).Select(i => $"p{i}"),
        ];
        await Eventually.IsTrue(() => RunBy(runner).Count() >= expected.Length, "the runner has run every command");
        Assert.Equal(expected.Order(), RunBy(runner).Order());
        JsonElement bookmarks = await http.GetFromJsonAsync<JsonElement>("/bookmarks", Token);
        Assert.Equal(
            Enumerable.Range(0, Requests).Where(i => i % 4 == 1).Select(i => $"b{i}").Order(),
            bookmarks.EnumerateArray().Select(each => each.GetProperty("id").GetString()!).Order());
        runner.CloseInput();
        (await runner.WaitAsync()).AssertStatus(0);
    }

    [Fact]
    public async Task Nobody_is_let_in_without_a_token_that_allows_it()
    {
        using Sandbox sandbox = new();
        using RunningProgram daemon = Start(sandbox, "Daemon", sandbox.Files.Path, "http://127.0.0.1:0");
        await IsUp(daemon);
        using HttpClient http = Client(daemon.OutputSoFar);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/queues/none", Token)).StatusCode);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "mutx_wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/queues/none", Token)).StatusCode);
        http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/bookmarks", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health", Token)).StatusCode);
    }

    [Fact]
    public async Task Capitals_do_not_count_in_the_name_of_the_scheme()
    {
        using Sandbox sandbox = new();
        using RunningProgram daemon = Start(sandbox, "Daemon", sandbox.Files.Path, "http://127.0.0.1:0");
        await IsUp(daemon);
        using HttpClient http = Client(daemon.OutputSoFar);
        string secret = http.DefaultRequestHeaders.Authorization!.Parameter!;
        foreach (string scheme in (string[])["bearer", "BEARER", "Bearer"])
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, secret);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/bookmarks", Token)).StatusCode);
        }
    }

    [Fact]
    public async Task A_damaged_token_file_is_told_to_nobody_who_has_shown_no_token()
    {
        using Sandbox sandbox = new();
        using RunningProgram daemon = Start(sandbox, "Daemon", sandbox.Files.Path, "http://127.0.0.1:0");
        await IsUp(daemon);
        using HttpClient http = Client(daemon.OutputSoFar);
        await File.WriteAllTextAsync(Path.Combine(sandbox.Files.Path, "tokens", "tokens.json"), "{ damaged", Token);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "mutx_wrong");
        HttpResponseMessage answer = await http.GetAsync("/bookmarks", Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>A quarter each: put a command into the queue, save a bookmark, read the queue, read the bookmarks.</summary>
    private static async Task Request(HttpClient http, int i)
    {
        using HttpResponseMessage response = (i % 4) switch
        {
            0 => await http.PostAsJsonAsync("/queues/q/commands", new { text = $"c{i}" }, Token),
            1 => await http.PutAsJsonAsync($"/bookmarks/b{i}", new { session = "s", name = $"bookmark {i}" }, Token),
            2 => await http.GetAsync("/queues/q", Token),
            _ => await http.GetAsync("/bookmarks?session=s", Token),
        };
        string body = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {body}");
        using JsonDocument whole = JsonDocument.Parse(body);
    }

    private static async Task IsUp(RunningProgram daemon)
    {
        await daemon.OutputContains("listening on http");
        await Eventually.IsTrue(() => daemon.OutputSoFar.EndsWith('\n'), "the daemon's address stands there in full");
    }

    private static async Task AddByProgram(Sandbox sandbox, string queues)
    {
        for (int i = 0; i < ByProgram; i++)
        {
            (await sandbox.Mutx("queue", "add", "q", "--dir", queues, "--", $"p{i}").RunAsync()).AssertStatus(0);
        }
    }

    private static IEnumerable<string> RunBy(RunningProgram runner) =>
        runner.OutputSoFar.Split('\n').SkipLast(1)
            .Where(line => line.StartsWith("run ", StringComparison.Ordinal)).Select(line => line["run ".Length..]);

    private static RunningProgram Start(Sandbox sandbox, string sample, params string[] arguments)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string program = Path.Combine(
            Repository.Root, "artifacts", "bin", $"Mutx.Samples.{sample}", configuration, $"Mutx.Samples.{sample}");
        ProgramRun run = sandbox.Run(program, arguments).With("DOTNET_ROOT", Repository.DotnetRoot);
        return (run with { Deadline = TimeSpan.FromMinutes(3) }).Start();
    }

    private static HttpClient Client(string output)
    {
        string[] lines = output.Split('\n');
        string address = lines.Single(line => line.StartsWith("listening on ", StringComparison.Ordinal))["listening on ".Length..];
        string secret = lines.Single(line => line.StartsWith("token ", StringComparison.Ordinal))["token ".Length..];
        var http = new HttpClient { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return http;
    }
}
