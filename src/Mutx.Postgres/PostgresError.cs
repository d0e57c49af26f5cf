using System.Net.Sockets;
using Mutx.Primitives;
using Npgsql;

namespace Mutx.Postgres;

/// <summary>What the server, the network and the client library say, as errors of mutx; in one place. No message has a password.</summary>
internal static class PostgresError
{
    /// <summary>Locks of this server exclude nobody, or not everybody.</summary>
    public static MutxException Unfit(string place, string why, string? hint = null) =>
        new(MutxError.LocksUnsupported, $"cannot lock by {place}: {why}") { Path = place, Hint = hint };

    /// <summary>Whether an exception is the server's, the network's or the client library's, and no cancellation nor a mistake.</summary>
    public static bool IsOne(Exception exception) => exception is MutxException or NpgsqlException or TimeoutException or IOException or SocketException;

    /// <summary>The error for an exception that <see cref="IsOne"/>; an error of mutx stays itself.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="place">Which server.</param>
    /// <param name="patience">How long an answer was waited for.</param>
    public static MutxException Translate(Exception exception, string place, TimeSpan patience) => exception switch
    {
        MutxException own => own,
        PostgresException said => Translate(said, place),
        TimeoutException => Silent(exception, place, patience),
        NpgsqlException { InnerException: TimeoutException } => Silent(exception, place, patience),
        NpgsqlException { InnerException: SocketException socket } => Unreachable(exception, place, socket.Message),
        _ => Unreachable(exception, place, exception.InnerException?.Message ?? exception.Message),
    };

    private static MutxException Translate(PostgresException said, string place)
    {
        (MutxError error, string? hint) = said.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                (MutxError.AccessDenied, "check user name and password, and the server's pg_hba.conf"),
            PostgresErrorCodes.InsufficientPrivilege =>
                (MutxError.AccessDenied, $"let an administrator run, once, and grant this user USAGE on the schema and SELECT, INSERT, UPDATE on the table: {PostgresLockProvider.SetupSql}"),
            PostgresErrorCodes.InvalidCatalogName => (MutxError.NotFound, "create the database, or name another"),
            PostgresErrorCodes.TooManyConnections =>
                (MutxError.Busy, "each lock that is held or waited for takes a connection: raise max_connections, or want fewer at a time"),
            PostgresErrorCodes.OutOfMemory => (MutxError.Busy, "the server's table of locks is full: raise max_locks_per_transaction"),
            PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
                (MutxError.ServerUnavailable, "try again when the server is up"),
            _ => (MutxError.Io, (string?)null),
        };
        return new MutxException(error, $"cannot lock by {place}: the server says: {said.MessageText} ({said.SqlState})", said)
        {
            Path = place,
            Hint = hint,
        };
    }

    private static MutxException Silent(Exception exception, string place, TimeSpan patience) =>
        new(MutxError.ServerUnavailable, $"cannot lock by {place}: no answer within {patience.TotalSeconds:0.###} s", exception)
        {
            Path = place,
            Hint = "see whether the server and the network are well",
        };

    private static MutxException Unreachable(Exception exception, string place, string why) =>
        new(MutxError.ServerUnavailable, $"cannot lock by {place}: it can't be reached: {why}", exception)
        {
            Path = place,
            Hint = "see whether the server runs, and listens there",
        };
}
