using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mutx.Cli.Requests;

/// <summary>
/// A lock server as a user names it: <c>postgres://USER@HOST:PORT,HOST:PORT/DATABASE?sslmode=verify-full</c>, or
/// <c>etcd://HOST:PORT,HOST:PORT?tls=yes</c>. Whatever is shown of it shows no password.
/// </summary>
internal sealed record ServerAddress
{
    private const string Form = "it is postgres://[USER@]HOST[:PORT][,...]/DATABASE or etcd://[USER@]HOST[:PORT][,...]";

    private const string Encoded = "as in all addresses: '%2F' for '/', '%40' for '@', '%23' for '#', '%20' for a space";

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

        problem = ProblemWithWriting(rest);
        string query = Cut(ref rest, '?');
        string path = Cut(ref rest, '/');
        if (problem.Length > 0 || path.AsSpan().IndexOfAny('@', '/') >= 0)
        {
            // Whoever wrote such a path may have meant a part of it for a password, and it would be shown.
            problem = problem.Length > 0 ? problem : $"a '/' or '@' in a user, password or database is written {Encoded}";
            return false;
        }

        int at = rest.LastIndexOf('@');
        string[] user = at < 0 ? [] : rest[..at].Split(':', 2);
        Dictionary<string, string>? settings = ParseSettings(query, kind == ServerKind.Postgres ? OfPostgres : OfEtcd, out problem);
        List<(string, int?)>? hosts = settings is null ? null : ParseHosts(rest[(at + 1)..], out problem);
        if (settings is null || hosts is null
            || (problem = kind == ServerKind.Etcd && (path.Length > 0 || hosts.Count == 0) ? Form : ServerSettings.ProblemWith(settings) ?? "").Length > 0)
        {
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

    /// <summary>
    /// What a server calls what a user typed: <c>name:WORD</c> is WORD; a path is its absolute form, which has to be the same on
    /// all machines: nobody but this one knows what its links lead to.
    /// </summary>
    public static string NameOf(string resource) =>
        resource.StartsWith("name:", StringComparison.Ordinal) && resource.Length > "name:".Length ? resource["name:".Length..] : Path.GetFullPath(resource);

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

    /// <summary>What no address has as it stands, wherever it stands: it would mean something else than whoever typed it thinks.</summary>
    private static string ProblemWithWriting(string text)
    {
        foreach (char each in text)
        {
            if (each == '#' || char.IsWhiteSpace(each) || char.IsControl(each))
            {
                return $"'#', spaces and control characters are written {Encoded}";
            }
        }

        return Uri.UnescapeDataString(text).Contains('\0', StringComparison.Ordinal) ? "there is no NUL in any part of it" : "";
    }

    private static List<(string Host, int? Port)>? ParseHosts(string text, out string problem)
    {
        problem = "";
        var hosts = new List<(string, int?)>();
        foreach (string each in text.Length == 0 ? [] : text.Split(','))
        {
            // An address of IPv6 stands in brackets.
            int colon = each.LastIndexOf(':');
            bool hasPort = colon > each.LastIndexOf(']');
            string host = hasPort ? each[..colon] : each;
            int port = 0;
            problem = ProblemWithHost(host)
                ?? (hasPort && (!int.TryParse(each[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is 0 or > ushort.MaxValue)
                    ? "a port is a number from 1 to 65535"
                    : "");
            if (problem.Length > 0)
            {
                return null;
            }

            hosts.Add((host, hasPort ? port : null));
        }

        return hosts;
    }

    private static string? ProblemWithHost(string host) =>
        host.Length == 0 ? "a host is missing"
        : host.AsSpan().IndexOfAny('[', ']', ':') >= 0
            ? host is ['[', .. var inner, ']'] && IPAddress.TryParse(inner, out IPAddress? parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6
                ? null
                : "an address of IPv6 stands in brackets: [::1]:5432"
        : host.All(static each => char.IsLetterOrDigit(each) || each is '.' or '-' or '_') ? null
        : "a host is a name or an address";

    private static Dictionary<string, string>? ParseSettings(string query, string[] known, out string problem)
    {
        problem = "";
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string each in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = each.Split('=', 2);
            if (pair is not [var name, { Length: > 0 } value] || Array.IndexOf(known, name) < 0 || !settings.TryAdd(name, Uri.UnescapeDataString(value)))
            {
                problem = $"after '?' come NAME=VALUE, joined by '&', each NAME once and one of {string.Join(", ", known)}";
                return null;
            }
        }

        return settings;
    }
}
