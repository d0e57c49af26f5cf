namespace Mutx.Cli.Requests;

/// <summary>The lock servers that there are clients for.</summary>
internal enum ServerKind
{
    Postgres,
    Etcd,
}
