using System.Globalization;

namespace Mutx.Cli.Requests;

/// <summary>What may be said of a server behind its address, and what of it makes sense together.</summary>
internal static class ServerSettings
{
    private static readonly string[] TlsModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

    /// <summary>Why settings make no sense; null if they do. A value is repeated only where it is none that could be secret.</summary>
    public static string? ProblemWith(IReadOnlyDictionary<string, string> settings)
    {
        string? tls = settings.GetValueOrDefault("tls");
        return settings.GetValueOrDefault("port") is { } port && (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) || number == 0)
            ? "a port is a number from 1 to 65535"
            : settings.GetValueOrDefault("sslmode") is { } mode && Array.IndexOf(TlsModes, mode) < 0 ? $"sslmode is one of {string.Join(", ", TlsModes)}"
            : tls is not (null or "yes" or "no") ? "tls is 'yes' or 'no'"
            : settings.GetValueOrDefault("lease") is { } lease && LeaseTime(lease) is null ? "a lease is a number of seconds from 3s to 3600s, such as '10s'"
            : OneWithout(settings, "sslkey", "sslcert") ?? OneWithout(settings, "key", "cert")
            ?? (tls == "no" && (settings.ContainsKey("cacert") || settings.ContainsKey("cert")) ? "cacert, cert and key are for TLS, and 'tls=no' wants none" : null);
    }

    /// <summary>The time of a lease; null where it is none that a cluster gives.</summary>
    public static TimeSpan? LeaseTime(string text) =>
        text.EndsWith('s') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is >= 3 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static string? OneWithout(IReadOnlyDictionary<string, string> settings, string one, string other) =>
        settings.ContainsKey(one) && !settings.ContainsKey(other) ? $"'{one}' is the key of a certificate, and needs '{other}'" : null;
}
