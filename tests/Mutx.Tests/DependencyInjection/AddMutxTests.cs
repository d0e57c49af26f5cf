using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mutx.Locking;
using Mutx.Stores.Bookmarks;
using Mutx.Stores.Changes;
using Mutx.Stores.Credentials;
using Mutx.Stores.Groups;
using Mutx.Stores.Queues;
using Mutx.Stores.Tokens;
using Mutx.TestKit;
using Mutx.Updating;
using Mutx.Writing;

namespace Mutx.Tests.DependencyInjection;

public sealed class AddMutxTests : IDisposable
{
    private readonly TempDirectory _state = new();
    private readonly TempDirectory _locks = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _state.Dispose();
        _locks.Dispose();
    }

    [Fact]
    public async Task Every_service_is_there_and_uses_the_directories_of_the_options()
    {
        await using ServiceProvider services = Build(With(("LockDirectory", _locks.Path), ("StateDirectory", _state.Path), ("LockTimeout", "00:00:07"), ("Durability", "None")));
        await services.GetRequiredService<CommandQueue>().CreateAsync("q", Token);
        Assert.NotNull(services.GetRequiredService<BookmarkStore>());
        Assert.NotNull(services.GetRequiredService<SessionGroupStore>());
        Assert.NotNull(services.GetRequiredService<ApiTokenStore>());
        Assert.NotNull(services.GetRequiredService<ChangeIndex>());
        Assert.NotNull(services.GetRequiredService<CredentialStore>());
        Assert.Equal(TimeSpan.FromSeconds(7), services.GetRequiredService<ReplaceOptions>().LockTimeout);
        Assert.Equal(Durability.None, services.GetRequiredService<AtomicFileOptions>().Durability);
        using LockResult held = await services.GetRequiredService<ILockService>().AcquireAsync(_state["x"], cancellationToken: Token);
        Assert.StartsWith(_locks.Path, held.Handle!.Path, StringComparison.Ordinal);
        _state.AssertEntries("queues");
    }

    [Fact]
    public async Task A_host_that_ends_without_await_writes_when_tokens_were_used_and_nothing_throws()
    {
        IConfiguration both = With(("LockDirectory", _locks.Path), ("StateDirectory", _state.Path));
        string secret;
        using (ServiceProvider services = Build(both))
        {
            ApiTokenStore tokens = services.GetRequiredService<ApiTokenStore>();
            secret = (await tokens.CreateAsync("t", ["*"], cancellationToken: Token)).Secret;
            await tokens.ValidateAsync(secret, Token);
        }

        await using ServiceProvider next = Build(both);
        Assert.NotNull((await next.GetRequiredService<ApiTokenStore>().ListAsync(Token)).Single().LastUsed);
    }

    [Fact]
    public void Wrong_options_are_an_error_at_start_that_names_all_of_them()
    {
        using ServiceProvider services = Build(With(("LockDirectory", "relative"), ("LockTimeout", "-00:00:05")));
        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("LockDirectory", error.Message, StringComparison.Ordinal);
        Assert.Contains("LockTimeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_without_a_state_directory_says_what_is_missing()
    {
        using ServiceProvider services = Build(With(("LockDirectory", _locks.Path)));
        var error = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<CommandQueue>());
        Assert.Contains("StateDirectory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_check_takes_a_lock_and_tells_when_it_cannot()
    {
        await using ServiceProvider well = Build(With(("LockDirectory", _locks.Path), ("HealthCheckPath", _state["health"])));
        Assert.Equal(HealthStatus.Healthy, (await Report(well)).Status);
        Assert.Single(_locks.Entries);

        string file = _state.Write("file", "no directory");
        await using ServiceProvider ill = Build(With(("LockDirectory", Path.Join(file, "locks")), ("HealthCheckPath", _state["health"])));
        HealthReport report = await Report(ill);
        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.NotEmpty(report.Entries["mutx"].Description!);
    }

    private static Task<HealthReport> Report(ServiceProvider services) =>
        services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);

    private static IConfiguration With(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value)))
        .Build();

    private static ServiceProvider Build(IConfiguration configuration)
    {
        IServiceCollection services = new ServiceCollection().AddMutx(configuration);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddHealthChecks().AddMutx();
        return services.BuildServiceProvider();
    }
}
