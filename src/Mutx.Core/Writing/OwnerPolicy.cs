namespace Mutx.Writing;

/// <summary>Who owns a file after it was replaced.</summary>
public enum OwnerPolicy
{
    /// <summary>Whoever replaced it.</summary>
    Writer = 0,

    /// <summary>Whoever owned it before; an error where the privilege for that is missing.</summary>
    Preserve,

    /// <summary>Whoever owned it before, as far as privileges allow.</summary>
    TryPreserve,
}
