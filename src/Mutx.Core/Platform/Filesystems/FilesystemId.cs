namespace Mutx.Platform;

/// <summary>One mounted filesystem, as far as it can be told from others.</summary>
/// <param name="Kind">The system's number for its type.</param>
/// <param name="Instance">Its own number among those of its type.</param>
internal readonly record struct FilesystemId(long Kind, ulong Instance);
