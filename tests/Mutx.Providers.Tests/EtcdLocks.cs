using Mutx.Etcd;
using Mutx.Locking;
using Mutx.Providers.Tests.Servers;

namespace Mutx.Providers.Tests;

public sealed class EtcdLocks(SharedServers servers) : LockContract
{
    // Long enough for a machine that has much else to do.
    protected override async Task<ILockProvider> CreateAsync() =>
        new EtcdLockProvider((await servers.EtcdAsync()).Endpoints, new EtcdLockOptions { LeaseTime = TimeSpan.FromSeconds(30) });
}
