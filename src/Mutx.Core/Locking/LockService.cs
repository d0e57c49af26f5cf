using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mutx.Diagnostics;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>The lock service over any provider. Thread-safe; holds nothing between calls.</summary>
public sealed class LockService : ILockService
{
    private readonly ILockProvider _provider;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Locks files: a resource is a path, and its lock the one that <c>mutx</c> takes for it in the shell.</summary>
    /// <param name="options">Where the lock files lie; <see cref="FileLockOptions.Default"/> if null.</param>
    public LockService(FileLockOptions? options = null)
        : this(new PathLockProvider(options ?? FileLockOptions.Default), options?.TimeProvider, options?.Logger)
    {
    }

    /// <summary>Locks by a provider, to which resources are names.</summary>
    /// <param name="provider">Where the locks come from.</param>
    /// <param name="timeProvider">The clock for timeouts; the system's if null.</param>
    /// <param name="logger">Where events are logged; nowhere if null.</param>
    public LockService(ILockProvider provider, TimeProvider? timeProvider = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        _provider = provider;
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    public Task<LockResult> AcquireAsync(
        string resource, LockOptions? options = null, CancellationToken cancellationToken = default) =>
        AcquireAsync(_provider.Get(resource), options ?? LockOptions.Default, cancellationToken);

    /// <inheritdoc/>
    public Task<LockResult> AcquireAsync(
        string resource, string record, LockOptions? options = null, CancellationToken cancellationToken = default) =>
        AcquireAsync(_provider.Get(resource).Record(record), options ?? LockOptions.Default, cancellationToken);

    /// <inheritdoc/>
    public async Task<T> WithLockAsync<T>(
        string resource,
        Func<ILockHandle, CancellationToken, Task<T>> work,
        LockOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        LockResult result = await AcquireAsync(resource, options, cancellationToken).ConfigureAwait(false);
        await using (result.ConfigureAwait(false))
        {
            ILockHandle held = result.Require();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.LockLost);
            try
            {
                T done = await work(held, either.Token).ConfigureAwait(false);
                EnsureWasHeld(held);
                return done;
            }
            catch (OperationCanceledException) when (held.LockLost.IsCancellationRequested)
            {
                EnsureWasHeld(held);
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public Task WithLockAsync(
        string resource,
        Func<ILockHandle, CancellationToken, Task> work,
        LockOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return WithLockAsync(
            resource,
            async (held, token) =>
            {
                await work(held, token).ConfigureAwait(false);
                return true;
            },
            options,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> IsLockedAsync(string resource, CancellationToken cancellationToken = default) =>
        _provider.Get(resource).IsLockedAsync(cancellationToken).AsTask();

    private async Task<LockResult> AcquireAsync(ILock wanted, LockOptions options, CancellationToken cancellationToken)
    {
        var deadline = Deadline.After(options.Timeout, _time);
        try
        {
            if (options.Require != LockFeatures.None)
            {
                wanted.Capabilities.Require(options.Require);
            }
        }
        catch (MutxException e)
        {
            return LockResult.NotHeld(e);
        }

        for (int retries = 0; ; retries++)
        {
            try
            {
                TimeSpan left = retries == 0 ? options.Timeout : deadline.Remaining;
                return LockResult.Held(await wanted.AcquireAsync(options.Type, left, cancellationToken).ConfigureAwait(false));
            }
            catch (MutxException e)
            {
                if (!MayPass(e) || retries == options.MaxRetries || !HasTimeFor(options.RetryInterval, deadline))
                {
                    return LockResult.NotHeld(e);
                }

                _logger.LockRetried(wanted.Name, e.Message);
            }

            await Task.Delay(options.RetryInterval, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What was done without the lock is no success. Work that has given the lock back had it until then.</summary>
    private static void EnsureWasHeld(ILockHandle held)
    {
        try
        {
            held.EnsureHeld();
        }
        catch (ObjectDisposedException) when (!held.LockLost.IsCancellationRequested)
        {
        }
    }

    private static bool HasTimeFor(TimeSpan pause, Deadline deadline) => deadline.IsInfinite || deadline.Remaining > pause;

    /// <summary>Errors that another try can be without: something was used up, or busy, or hiccuped.</summary>
    private static bool MayPass(MutxException e) =>
        e.Error is MutxError.TooManyOpenFiles or MutxError.Busy or MutxError.NoSpace or MutxError.Io or MutxError.ServerUnavailable;
}
