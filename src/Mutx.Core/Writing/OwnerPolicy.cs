namespace Mutx.Writing;

/// <summary>
/// Who owns a file after it was replaced. Nobody is ever given more than they had: where the group can't be kept, the new one
/// gets what others have.
/// </summary>
public enum OwnerPolicy
{
    /// <summary>Whoever owned it before, owner and group, as far as privileges allow.</summary>
    TryPreserve = 0,

    /// <summary>Whoever owned it before; an error where the privilege for that is missing.</summary>
    Preserve,

    /// <summary>Whoever replaced it.</summary>
    Writer,
}
