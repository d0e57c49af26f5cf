using Mutx.Housekeeping;

namespace Mutx.Cli.Requests;

/// <summary>One directory that is swept, of what.</summary>
/// <param name="Directory">The directory; null for the lock directory, which need not be there.</param>
/// <param name="Scope">What is swept in it.</param>
internal sealed record HousekeepTask(string? Directory, HousekeepingScope Scope);
