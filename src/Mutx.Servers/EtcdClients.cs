using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mutx.Cli.Requests;
using Mutx.Cli.Streams;
using Mutx.Etcd;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Servers;

/// <summary>Locks of an etcd cluster. A user's password may stand in ETCDCTL_PASSWORD, where etcd's own program looks for it.</summary>
internal static class EtcdClients
{
    private const int UsualPort = 2379;

    public static ILockProvider Connect(ServerAddress address)
    {
        try
        {
            string? authority = address.Setting("cacert");
            string? certificate = address.Setting("cert");
            bool tls = address.Setting("tls") is { } said ? said == "yes" : authority is not null || certificate is not null;
            string scheme = tls ? "https" : "http";
            EtcdLockOptions options = EtcdLockOptions.Default with
            {
                UserName = address.User,
                Password = address.Password ?? ServerPassword.FromFile() ?? ProgramEnvironment.Get("ETCDCTL_PASSWORD"),
                Tls = tls ? Tls(authority, certificate, address.Setting("key")) : null,
            };
            options = address.Setting("namespace") is { } name ? options with { Namespace = name } : options;
            options = address.Setting("lease") is { } lease ? options with { LeaseTime = ServerSettings.LeaseTime(lease)!.Value } : options;
            return new EtcdLockProvider(
                string.Join(',', address.Hosts.Select(each => string.Create(CultureInfo.InvariantCulture, $"{scheme}://{each.Host}:{each.Port ?? UsualPort}"))), options);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or CryptographicException or UnauthorizedAccessException or (IOException and not MutxException))
        {
            throw PostgresClient.Unusable(address, e);
        }
    }

    /// <summary>Whom to trust, and who we are. Certificates are PEM files, as for etcd's own program.</summary>
    private static SslClientAuthenticationOptions Tls(string? authority, string? certificate, string? key)
    {
        var options = new SslClientAuthenticationOptions();
        if (authority is not null)
        {
            var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trusted.CustomTrustStore.ImportFromPemFile(authority);
            if (trusted.CustomTrustStore.Count == 0)
            {
                throw new FormatException($"'{authority}' has no certificate in it (PEM).");
            }

            options.CertificateChainPolicy = trusted;
        }

        if (certificate is not null)
        {
            options.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, key)];
        }

        return options;
    }
}
