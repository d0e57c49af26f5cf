using System.Net.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mutx.Locking;

namespace Mutx.Etcd;

/// <summary>How locks of an etcd cluster are named, kept and waited for.</summary>
public sealed record EtcdLockOptions
{
    // Leases are counted in seconds, and a cluster gives none below its election timeout, which is one or two.
    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestLease = TimeSpan.FromHours(1);

    // Of the lease: when a holder who hears nothing gives up, how often he extends it, how long he waits for an answer.
    private const double LossShare = 0.7;
    private const double BeatShare = 0.2;
    private const double AnswerShare = 0.2;

    /// <summary>The defaults.</summary>
    public static EtcdLockOptions Default { get; } = new();

    /// <summary>
    /// Whose names these are; <c>mutx</c>. Programs that use one cluster and mean different things by one name need
    /// different ones. Letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, a letter or digit first. The keys are
    /// <c>mutx/1/NAMESPACE/HASH/…</c>.
    /// </summary>
    public string Namespace
    {
        get;
        init => field = LockKey.For(value, "-").Namespace;
    } = "mutx";

    /// <summary>Who holds the locks, for people to read: machine and process number unless given.</summary>
    public string Owner
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    } = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>
    /// How long a lock is held after the last sign of its holder's life, in whole seconds; ten. A holder that dies keeps
    /// others waiting for as long; one that hears nothing gives up after seven tenths of it. An answer may take a fifth.
    /// </summary>
    public TimeSpan LeaseTime
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, ShortestLease);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LongestLease);
            field = TimeSpan.FromSeconds(Math.Floor(value.TotalSeconds));
        }
    } = TimeSpan.FromSeconds(10);

    /// <summary>The user, where the cluster has users.</summary>
    public string? UserName { get; init; }

    /// <summary>The user's password.</summary>
    public string? Password { get; init; }

    /// <summary>How <c>https</c> end points are trusted, and which certificate the client shows; the system's way if null.</summary>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>The clock that timeouts run on; its calendar says since when a lock is held.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where events are logged; nowhere.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    internal TimeSpan LossBound => LeaseTime * LossShare;

    internal TimeSpan BeatInterval => LeaseTime * BeatShare;

    internal TimeSpan AnswerTimeout => LeaseTime * AnswerShare;

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(EtcdLockOptions)} {{ {nameof(Namespace)} = {Namespace}, {nameof(Owner)} = {Owner}, {nameof(LeaseTime)} = {LeaseTime} }}";
}
