namespace Mutx.Stores.Tokens;

/// <summary>What is known of an API token, without anything that would let one use it.</summary>
public sealed record ApiToken
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>What it allows, <c>queue:read</c> or <c>queue:*</c> say.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>From when on it is worth nothing; never if null.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was last used, to within some minutes; null if it never was.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>Whether it allows something.</summary>
    /// <param name="permission">The permission that is needed.</param>
    public bool Allows(string permission)
    {
        ArgumentNullException.ThrowIfNull(permission);
        foreach (string granted in Permissions)
        {
            if (Permission.Covers(granted, permission))
            {
                return true;
            }
        }

        return false;
    }
}
