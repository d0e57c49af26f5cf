using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.DependencyInjection;

/// <summary>Takes a lock of its own and releases it: the lock directory is there, is writable, and has locks.</summary>
internal sealed class LockHealthCheck(FileLockOptions options, string resource) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // Shared, so that the checks of many hosts don't wait for one another.
            FileLockHandle held = await new FileLock(resource, options)
                .AcquireAsync(LockMode.Shared, Patience, cancellationToken).ConfigureAwait(false);
            await using (held.ConfigureAwait(false))
            {
                return HealthCheckResult.Healthy($"locked '{resource}'");
            }
        }
        catch (MutxException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Hint is null ? e.Message : $"{e.Message}; {e.Hint}", e);
        }
    }
}
