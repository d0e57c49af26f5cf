using Mutx.Primitives;

namespace Mutx.Backups;

/// <summary>Which backup of a file is meant.</summary>
public sealed record BackupChoice
{
    private BackupChoice(string? name) => Name = name;

    /// <summary>The newest there is.</summary>
    public static BackupChoice Newest { get; } = new((string?)null);

    /// <summary>The path of the one that is meant, or its bare name where the backups lie; null for the newest.</summary>
    public string? Name { get; }

    /// <summary>One in particular.</summary>
    /// <param name="path">Its path, or its bare name where the backups lie.</param>
    public static BackupChoice Of(string path) => new(Guard.Path(path));

    /// <inheritdoc/>
    public override string ToString() => Name ?? "the newest";
}
