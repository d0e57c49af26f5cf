using Mutx.Primitives;
using Mutx.Repositories;

namespace Mutx.Stores;

/// <summary>What all stores have in common.</summary>
public sealed record StoreOptions
{
    private const UnixFileMode PrivateDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The defaults: durable, any time to wait for a lock, a missing directory is created with mode 0700.</summary>
    public static StoreOptions Default { get; } = new();

    /// <summary>How records are written, locked and watched.</summary>
    public JsonRepositoryOptions Repository
    {
        get;
        init => field = Guard.NotNull(value);
    } = JsonRepositoryOptions.Default with { DirectoryMode = PrivateDirectory };

    /// <summary>The clock for the times that are stored.</summary>
    public TimeProvider TimeProvider
    {
        get;
        init => field = Guard.NotNull(value);
    } = TimeProvider.System;

    /// <summary>The options for files that only their owner may read, from the first byte.</summary>
    internal JsonRepositoryOptions PrivateRepository => Repository with
    {
        DirectoryMode = PrivateDirectory,
        File = Repository.File with { Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite },
    };
}
