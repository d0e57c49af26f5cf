using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Mutx.Etcd;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Providers.Tests.Servers;

namespace Mutx.Providers.Tests;

/// <summary>Clusters whose locks can't be had: a clear error, within the time that was to be waited. And those that ask who one is.</summary>
public sealed class UnfitEtcd
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_server_is_an_error_that_says_so() =>
        await FailsAsync(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}"), MutxError.ServerUnavailable, "refused");

    [Fact]
    public async Task A_server_that_takes_connections_and_says_nothing_is_an_error_within_the_timeout()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await FailsAsync(
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"), MutxError.ServerUnavailable, "no answer within");
    }

    [Fact]
    public async Task A_server_that_is_no_etcd_is_refused()
    {
        using var other = new HttpListener();
        int port = Ports.Free();
        other.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        other.Start();
        Task answering = AnswerAsync();
        await FailsAsync(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), MutxError.LocksUnsupported, "404", "not etcd");
        await answering;
        Assert.Throws<ArgumentException>(() => new EtcdLockProvider("etcd.example"));
        Assert.Throws<ArgumentException>(() => new EtcdLockProvider("http://user:password@127.0.0.1"));

        async Task AnswerAsync()
        {
            HttpListenerContext context = await other.GetContextAsync();
            context.Response.StatusCode = 404;
            context.Response.Close();
        }
    }

    [Fact]
    public async Task A_cluster_without_a_majority_is_an_error_within_the_timeout()
    {
        await using EtcdServer cluster = await EtcdServer.StartClusterAsync();
        await cluster.Members[0].Process.KillAsync();
        await cluster.Members[1].Process.KillAsync();
        await FailsAsync(cluster.Endpoints, MutxError.ServerUnavailable);
    }

    [Fact]
    public async Task A_cluster_that_hangs_is_an_error_within_the_timeout_and_its_holder_is_told()
    {
        await using EtcdServer server = await EtcdServer.StartAsync();
        using var provider = new EtcdLockProvider(server.Endpoints, new EtcdLockOptions { LeaseTime = TimeSpan.FromSeconds(6) });
        await using ILockHandle held = await provider.Get("x").AcquireAsync(cancellationToken: Token);
        var told = new TaskCompletionSource();
        held.LockLost.Register(told.SetResult);
        server.Process.Signal(Signal.Stop);
        await FailsAsync(server.Endpoints, MutxError.ServerUnavailable, "no answer within");
        await told.Task.WaitAsync(Bounds.Patience, Token);
        Assert.Equal(LockLossReason.NoAnswer, held.LossReason);
    }

    [Fact]
    public async Task A_full_database_is_an_error_that_says_so()
    {
        await using EtcdServer server = await EtcdServer.StartAsync("--quota-backend-bytes", "1000000");
        string value = Convert.ToBase64String(new byte[100_000]);

        // It counts what it has written to its file, some time after it said that all is well.
        for (int i = 0; i <= 10_000; i++)
        {
            Assert.NotEqual(10_000, i);
            string key = Convert.ToBase64String(BitConverter.GetBytes(i));
            JsonElement answer = await server.AskAsync("kv/put", $$"""{"key":"{{key}}","value":"{{value}}"}""");
            if (!answer.TryGetProperty("header", out _))
            {
                break;
            }
        }

        await FailsAsync(server.Endpoints, MutxError.Busy, "space");
    }

    [Fact]
    public async Task Users_are_told_apart_by_their_passwords_which_no_error_repeats()
    {
        await using EtcdServer server = await EtcdServer.StartAsync();
        await server.AskAsync("auth/user/add", """{"name":"root","password":"right"}""");
        await server.AskAsync("auth/user/grant", """{"user":"root","role":"root"}""");
        await server.AskAsync("auth/role/add", """{"name":"root"}""");
        await server.AskAsync("auth/user/grant", """{"user":"root","role":"root"}""");
        await server.AskAsync("auth/enable", "{}");

        MutxException error = await FailsAsync(
            new EtcdLockProvider(server.Endpoints, new EtcdLockOptions { UserName = "root", Password = "wr0ng" }), MutxError.AccessDenied, "password");
        Assert.DoesNotContain("wr0ng", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng", new EtcdLockOptions { Password = "wr0ng" }.ToString(), StringComparison.Ordinal);
        await FailsAsync(server.Endpoints, MutxError.AccessDenied);

        using var provider = new EtcdLockProvider(server.Endpoints, new EtcdLockOptions { UserName = "root", Password = "right" });
        ILockHandle held = await provider.Get("x").AcquireAsync(timeout: Timeout, cancellationToken: Token);
        Assert.True(await held.VerifyAsync(Token));
        Task<ILockHandle> waiting = provider.Get("x").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token).AsTask();

        // A server that was started again has forgotten what it gave its clients to show.
        await server.Process.KillAsync();
        await server.StartAgainAsync();
        Assert.True(await held.VerifyAsync(Token));
        await held.DisposeAsync();
        await (await waiting.WaitAsync(Bounds.Patience, Token)).DisposeAsync();
    }

    [Fact]
    public async Task An_encrypted_end_point_is_trusted_by_its_certificate_alone()
    {
        using var files = new TempDirectory();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=etcd", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var trusting = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString(),
        };
        using var handler = new SocketsHttpHandler { SslOptions = trusting };
        await using EtcdServer server = await EtcdServer.StartWithTlsAsync(
            files.Write("cert", certificate.ExportCertificatePem()), files.Write("key", key.ExportPkcs8PrivateKeyPem()), new HttpClient(handler));

        using (var provider = new EtcdLockProvider(server.Endpoints, new EtcdLockOptions { Tls = trusting }))
        {
            await using ILockHandle held = await provider.Get("x").AcquireAsync(timeout: Timeout, cancellationToken: Token);
            Assert.True(await held.VerifyAsync(Token));
        }

        await FailsAsync(server.Endpoints, MutxError.ServerUnavailable, "certificate");
    }

    private static Task<MutxException> FailsAsync(string endpoints, MutxError expected, params string[] words) =>
        FailsAsync(new EtcdLockProvider(endpoints), expected, words);

    private static async Task<MutxException> FailsAsync(EtcdLockProvider provider, MutxError expected, params string[] words)
    {
        using (provider)
        {
            long start = Stopwatch.GetTimestamp();
            MutxException error = await Assert.ThrowsAnyAsync<MutxException>(
                async () => await provider.Get("x").AcquireAsync(timeout: Timeout, cancellationToken: Token));
            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Timeout + Bounds.Moment);
            Assert.Equal(expected, error.Error);
            Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.OrdinalIgnoreCase));
            return error;
        }
    }
}
