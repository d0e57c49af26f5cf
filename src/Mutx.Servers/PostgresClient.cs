using System.Globalization;
using Mutx.Cli.Requests;
using Mutx.Cli.Streams;
using Mutx.Locking;
using Mutx.Postgres;
using Mutx.Primitives;
using Npgsql;

#pragma warning disable RS0030 // System.IO.File: whether a file that the client library reads by itself can be read
#pragma warning disable RS0030 // System.IO.FileStream: as above

namespace Mutx.Servers;

/// <summary>
/// Locks of a PostgreSQL server. What the address leaves open is found as by PostgreSQL's own programs: PGUSER, PGPASSWORD,
/// PGPASSFILE, ~/.pgpass.
/// </summary>
internal static class PostgresClient
{
    public static ILockProvider Connect(ServerAddress address)
    {
        var connection = new NpgsqlConnectionStringBuilder();
        Set(connection, "Host", HostsOf(address));
        Set(connection, "Port", address.Setting("port") ?? PortOf(address));
        Set(connection, "Database", address.Database);
        Set(connection, "Username", address.User ?? ProgramEnvironment.Get("PGUSER") ?? Environment.UserName);
        Set(connection, "Password", address.Password ?? ServerPassword.FromFile());
        Set(connection, "SSL Mode", address.Setting("sslmode"));
        Set(connection, "Root Certificate", FileOf(address, "sslrootcert"));
        Set(connection, "SSL Certificate", FileOf(address, "sslcert"));
        Set(connection, "SSL Key", FileOf(address, "sslkey"));
        try
        {
            PostgresLockOptions options = PostgresLockOptions.Default;
            return new PostgresLockProvider(
                connection.ConnectionString, address.Setting("namespace") is { } name ? options with { Namespace = name } : options);
        }
        catch (ArgumentException e)
        {
            throw Unusable(address, e);
        }
    }

    /// <summary>An address that can be read and can't be used.</summary>
    public static MutxException Unusable(ServerAddress address, Exception why) =>
        new(MutxError.InvalidRequest, $"cannot lock by {address}: {why.Message}", why) { Hint = "correct --lock-provider (MUTX_LOCK_PROVIDER)" };

    /// <summary>A file that the client library will read: where that can't be, it is better said before.</summary>
    private static string? FileOf(ServerAddress address, string setting)
    {
        if (address.Setting(setting) is not { } path)
        {
            return null;
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(address, e);
        }
    }

    /// <summary>Several hosts, or a directory with the server's socket.</summary>
    private static string HostsOf(ServerAddress address) =>
        address.Setting("host") ?? address.Hosts switch
        {
            [] => "localhost",
            [var only] => only.Host,
            var several => string.Join(
                ',', several.Select(each => each.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{each.Host}:{port}") : each.Host)),
        };

    private static string? PortOf(ServerAddress address) => address.Hosts is [(_, { } port)] ? port.ToString(CultureInfo.InvariantCulture) : null;

    private static void Set(NpgsqlConnectionStringBuilder connection, string key, string? value)
    {
        if (value is null)
        {
            return;
        }

        try
        {
            // Words as in libpq: verify-full.
            connection[key] = key == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (ArgumentException e)
        {
            throw new MutxException(MutxError.InvalidRequest, $"cannot use the server's address: {key}: '{(key == "Password" ? "" : value)}' is not one", e)
            {
                Hint = "correct --lock-provider (MUTX_LOCK_PROVIDER)",
            };
        }
    }
}
