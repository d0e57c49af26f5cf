using System.Globalization;
using Mutx.Etcd;
using Mutx.Locking;
using Mutx.Postgres;

namespace Mutx.Providers.Host;

/// <summary>A provider from a line of text: <c>postgres CONNECTION</c>, or <c>etcd SECONDS ENDPOINTS</c> with the lease time.</summary>
public static class Providers
{
    public static ILockProvider From(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Split(' ', 3) switch
        {
            ["postgres", ..] => new PostgresLockProvider(line["postgres ".Length..]),
            ["etcd", string seconds, string endpoints] => new EtcdLockProvider(
                endpoints, new EtcdLockOptions { LeaseTime = TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)) }),
            _ => throw new ArgumentException(line),
        };
    }
}
