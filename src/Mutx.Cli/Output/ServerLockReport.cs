using Mutx.Locking;

namespace Mutx.Cli.Output;

/// <summary>How it stood with a server's lock when it was asked for.</summary>
/// <param name="Resource">What it protects, as it was typed.</param>
/// <param name="Server">Which kind of server.</param>
/// <param name="Holders">Who has it.</param>
internal sealed record ServerLockReport(string Resource, string Server, IReadOnlyList<LockOwner> Holders);
