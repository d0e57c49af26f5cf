using Mutx.Primitives;

namespace Mutx.Updating;

/// <summary>How a file is updated from its own content.</summary>
public sealed record UpdateOptions
{
    /// <summary>The defaults: the file must exist.</summary>
    public static UpdateOptions Default { get; } = new();

    /// <summary>
    /// How it is replaced, and on what conditions. Its <see cref="ReplaceOptions.Scope"/> doesn't count: an update holds
    /// the lock from before the content is read.
    /// </summary>
    public ReplaceOptions Replace
    {
        get;
        init => field = Guard.NotNull(value);
    } = ReplaceOptions.Default;

    /// <summary>What happens where there is no file.</summary>
    public MissingFile IfMissing
    {
        get;
        init => field = Guard.Defined(value, MissingFile.Create);
    }
}
