namespace Mutx.Stores.Bookmarks;

/// <summary>What bookmarks are sorted by.</summary>
public enum BookmarkSort
{
    /// <summary>When they were first saved.</summary>
    Created = 0,

    /// <summary>When they were last saved.</summary>
    Updated,

    /// <summary>What they are called.</summary>
    Name,
}
