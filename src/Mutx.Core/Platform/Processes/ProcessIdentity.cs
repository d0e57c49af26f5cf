namespace Mutx.Platform;

/// <summary>
/// Which process this is, for others that read it later and perhaps elsewhere. A process number alone says little: it
/// is used again, and means something else in another container and on another host. What can't be found out is null.
/// </summary>
internal sealed record ProcessIdentity
{
    private static readonly Lazy<ProcessIdentity> Own = new(() => ProcessTable.Current.Own());

    /// <summary>This process.</summary>
    public static ProcessIdentity Current => Own.Value;

    /// <summary>The process's number.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The host's name.</summary>
    public required string HostName { get; init; }

    /// <summary>When it started, as in <see cref="ProcessFacts.Started"/>.</summary>
    public long? Started { get; init; }

    /// <summary>Which start of the machine's kernel it runs under.</summary>
    public string? Boot { get; init; }

    /// <summary>Which space of process numbers it lives in.</summary>
    public long? PidNamespace { get; init; }
}
