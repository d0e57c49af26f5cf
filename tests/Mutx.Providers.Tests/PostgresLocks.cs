using Mutx.Locking;
using Mutx.Postgres;
using Mutx.Providers.Tests.Servers;

namespace Mutx.Providers.Tests;

public sealed class PostgresLocks(SharedServers servers) : LockContract
{
    protected override async Task<ILockProvider> CreateAsync() => new PostgresLockProvider((await servers.PostgresAsync()).Connection);
}
