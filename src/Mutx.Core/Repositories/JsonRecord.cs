namespace Mutx.Repositories;

/// <summary>A record as it was read.</summary>
/// <typeparam name="T">What it holds.</typeparam>
public sealed record JsonRecord<T>
    where T : class
{
    /// <summary>The record's id, which is its file's name without the extension.</summary>
    public required string Id { get; init; }

    /// <summary>What it held.</summary>
    public required T Value { get; init; }

    /// <summary>
    /// The SHA-256 of its content in 64 lower-case hexadecimal digits. Two reads with the same version read the same;
    /// the same content has the same version, also if it was something else in between.
    /// </summary>
    public required string Version { get; init; }

    /// <summary>The permission bits of its file.</summary>
    public required UnixFileMode Mode { get; init; }
}
