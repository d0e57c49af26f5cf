using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mutx.DependencyInjection;
using Mutx.Locking;
using Mutx.Stores;
using Mutx.Stores.Bookmarks;
using Mutx.Stores.Changes;
using Mutx.Stores.Credentials;
using Mutx.Stores.Groups;
using Mutx.Stores.Queues;
using Mutx.Stores.Tokens;
using Mutx.Updating;
using Mutx.Writing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds mutx to a host's services.</summary>
public static class MutxServiceCollectionExtensions
{
    private const string Category = "Mutx";

    /// <summary>
    /// Adds, each as a singleton and unless it is there already: <see cref="ILockService"/>; the options that files are
    /// locked and replaced with (<see cref="FileLockOptions"/>, <see cref="AtomicFileOptions"/>,
    /// <see cref="ReplaceOptions"/>); and the stores, in directories below <see cref="MutxServiceOptions.StateDirectory"/>.
    /// The options are checked when the host starts.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddMutx(this IServiceCollection services, Action<MutxServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        OptionsBuilder<MutxServiceOptions> options = services.AddOptions<MutxServiceOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return Add(services, options);
    }

    /// <summary>Adds the same with options bound from configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section with the options, <c>Mutx</c> by custom.</param>
    public static IServiceCollection AddMutx(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, services.AddOptions<MutxServiceOptions>().Bind(configuration));
    }

    /// <summary>Adds a health check that takes a lock and releases it.</summary>
    /// <param name="checks">The health checks.</param>
    /// <param name="name">What it is called.</param>
    public static IHealthChecksBuilder AddMutx(this IHealthChecksBuilder checks, string name = "mutx")
    {
        ArgumentNullException.ThrowIfNull(checks);
        return checks.Add(new HealthCheckRegistration(name, CreateHealthCheck, failureStatus: null, tags: null));
    }

    private static IServiceCollection Add(IServiceCollection services, OptionsBuilder<MutxServiceOptions> options)
    {
        options.ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MutxServiceOptions>, MutxServiceOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(CreateLockOptions);
        services.TryAddSingleton(CreateFileOptions);
        services.TryAddSingleton(CreateReplaceOptions);
        services.TryAddSingleton(CreateStoreOptions);
        services.TryAddSingleton<ILockService>(provider => new LockService(provider.GetRequiredService<FileLockOptions>()));
        AddStore(services, "queues", (directory, how) => new CommandQueue(directory, how));
        AddStore(services, "bookmarks", (directory, how) => new BookmarkStore(directory, how));
        AddStore(services, "groups", (directory, how) => new SessionGroupStore(directory, how));
        AddStore(services, "tokens", (directory, how) => new ApiTokenStore(directory, how));
        AddStore(services, "changes", (directory, how) => new ChangeIndex(directory, how));
        AddStore(services, "credentials", (directory, how) => new CredentialStore(directory, how));
        return services;
    }

    private static void AddStore<T>(IServiceCollection services, string name, Func<string, StoreOptions, T> create)
        where T : class =>
        services.TryAddSingleton(provider => create(
            Path.Join(StateDirectory(provider), name), provider.GetRequiredService<StoreOptions>()));

    private static string StateDirectory(IServiceProvider provider) =>
        OptionsOf(provider).StateDirectory
        ?? throw new InvalidOperationException(
            $"A store of mutx was asked for, but {nameof(MutxServiceOptions)}.{nameof(MutxServiceOptions.StateDirectory)} is not set.");

    private static FileLockOptions CreateLockOptions(IServiceProvider provider) => new()
    {
        Directory = OptionsOf(provider).LockDirectory,
        TimeProvider = provider.GetRequiredService<TimeProvider>(),
        Logger = LoggerOf(provider),
    };

    private static AtomicFileOptions CreateFileOptions(IServiceProvider provider) => new()
    {
        Durability = OptionsOf(provider).Durability,
        Logger = LoggerOf(provider),
    };

    private static ReplaceOptions CreateReplaceOptions(IServiceProvider provider) => new()
    {
        File = provider.GetRequiredService<AtomicFileOptions>(),
        Lock = provider.GetRequiredService<FileLockOptions>(),
        LockTimeout = OptionsOf(provider).LockTimeout,
    };

    private static StoreOptions CreateStoreOptions(IServiceProvider provider) => new()
    {
        TimeProvider = provider.GetRequiredService<TimeProvider>(),
        Repository = StoreOptions.Default.Repository with
        {
            File = provider.GetRequiredService<AtomicFileOptions>(),
            Lock = provider.GetRequiredService<FileLockOptions>(),
            LockTimeout = OptionsOf(provider).LockTimeout,
            TimeProvider = provider.GetRequiredService<TimeProvider>(),
        },
    };

    private static LockHealthCheck CreateHealthCheck(IServiceProvider provider)
    {
        string resource = OptionsOf(provider).HealthCheckPath ?? Path.Join(Path.GetTempPath(), "mutx-health");
        return new LockHealthCheck(provider.GetRequiredService<FileLockOptions>(), resource);
    }

    private static MutxServiceOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<MutxServiceOptions>>().Value;

    private static ILogger LoggerOf(IServiceProvider provider) =>
        provider.GetService<ILoggerFactory>()?.CreateLogger(Category) ?? NullLogger.Instance;
}
