using Mutx.Writing;

namespace Mutx.DependencyInjection;

/// <summary>How the services of mutx are set up. Every property can be bound from configuration; they are checked when the host starts.</summary>
public sealed class MutxServiceOptions
{
    /// <summary>The directory of lock files; if null, what the environment says, else the user's cache directory.</summary>
    public string? LockDirectory { get; set; }

    /// <summary>The directory that the stores keep their files in, each in one of its own; needed for the stores alone.</summary>
    public string? StateDirectory { get; set; }

    /// <summary>How long a change of a store waits for its lock; 30 seconds.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What a replacement survives; a power cut.</summary>
    public Durability Durability { get; set; }

    /// <summary>The path whose lock the health check takes and releases; a name of its own in the lock directory if null.</summary>
    public string? HealthCheckPath { get; set; }
}
