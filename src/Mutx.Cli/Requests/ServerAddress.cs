using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mutx.Cli.Requests;

/// <summary>
/// A lock server as a user names it: <c>postgres://USER@HOST:PORT,HOST:PORT/DATABASE?sslmode=verify-full</c>, or
/// <c>etcd://HOST:PORT,HOST:PORT?tls=yes</c>. Whatever is shown of it shows no password.
/// </summary>
internal sealed record ServerAddress
{
    private const string Form = "it is postgres://[USER@]HOST[:PORT][,...]/DATABASE or etcd://[USER@]HOST[:PORT][,...]";

    private static readonly string[] OfPostgres = ["host", "namespace", "port", "sslcert", "sslkey", "sslmode", "sslrootcert"];
    private static readonly string[] OfEtcd = ["cacert", "cert", "key", "lease", "namespace", "tls"];

    public required ServerKind Kind { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The servers, each a name or an address and a port, where one was given; none for what is usual.</summary>
    public required IReadOnlyList<(string Host, int? Port)> Hosts { get; init; }

    public string? Database { get; init; }

    /// <summary>What stands after the question mark, by name.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Understands an address.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="address">What it means; null if nothing.</param>
    /// <param name="problem">Why it means nothing; never repeats the text, which may have a password in it.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ServerAddress? address, out string problem)
    {
        address = null;
        ServerKind? kind = KindOf(text, out string rest);
        if (kind is null)
        {
            problem = Form;
            return false;
        }

        string query = Cut(ref rest, '?');
        string path = Cut(ref rest, '/');
        int at = rest.LastIndexOf('@');
        string[] user = at < 0 ? [] : rest[..at].Split(':', 2);
        Dictionary<string, string>? settings = ParseSettings(query, kind == ServerKind.Postgres ? OfPostgres : OfEtcd, out problem);
        List<(string, int?)>? hosts = settings is null ? null : ParseHosts(rest[(at + 1)..], out problem);
        if (settings is null || hosts is null)
        {
            return false;
        }

        if (kind == ServerKind.Etcd && (path.Length > 0 || hosts.Count == 0))
        {
            problem = Form;
            return false;
        }

        address = new ServerAddress
        {
            Kind = kind.Value,
            User = user is [{ Length: > 0 } name, ..] ? Uri.UnescapeDataString(name) : null,
            Password = user is [_, var password] ? Uri.UnescapeDataString(password) : null,
            Hosts = hosts,
            Database = path.Length > 0 ? Uri.UnescapeDataString(path) : null,
            Settings = settings,
        };
        return true;
    }

    /// <summary>A setting; null if it wasn't given.</summary>
    public string? Setting(string name) => Settings.GetValueOrDefault(name);

    /// <summary>The servers alone.</summary>
    public override string ToString() =>
        $"{(Kind == ServerKind.Postgres ? "postgres" : "etcd")}://{string.Join(',', Hosts.Select(each => each.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{each.Host}:{port}") : each.Host))}";

    private static ServerKind? KindOf(string text, out string rest)
    {
        foreach ((string scheme, ServerKind kind) in new[] { ("postgres://", ServerKind.Postgres), ("postgresql://", ServerKind.Postgres), ("etcd://", ServerKind.Etcd) })
        {
            if (text.StartsWith(scheme, StringComparison.Ordinal))
            {
                rest = text[scheme.Length..];
                return kind;
            }
        }

        rest = "";
        return null;
    }

    /// <summary>Cuts off what follows the first of a character.</summary>
    private static string Cut(ref string text, char separator)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        string after = at < 0 ? "" : text[(at + 1)..];
        text = at < 0 ? text : text[..at];
        return after;
    }

    private static List<(string Host, int? Port)>? ParseHosts(string text, out string problem)
    {
        problem = "";
        var hosts = new List<(string, int?)>();
        foreach (string each in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            // An address of IPv6 stands in brackets.
            int colon = each.LastIndexOf(':');
            bool hasPort = colon > each.LastIndexOf(']');
            int port = 0;
            if (hasPort && (!int.TryParse(each[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is 0 or > ushort.MaxValue))
            {
                problem = "a port is a number from 1 to 65535";
                return null;
            }

            hosts.Add((hasPort ? each[..colon] : each, hasPort ? port : null));
        }

        return hosts;
    }

    private static Dictionary<string, string>? ParseSettings(string query, string[] known, out string problem)
    {
        problem = "";
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string each in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = each.Split('=', 2);
            if (pair.Length != 2 || Array.IndexOf(known, pair[0]) < 0)
            {
                problem = $"after '?' come NAME=VALUE, joined by '&', with a NAME of {string.Join(", ", known)}";
                return null;
            }

            settings[pair[0]] = Uri.UnescapeDataString(pair[1]);
        }

        return settings;
    }
}
