namespace Mutx.Stores.Groups;

/// <summary>How far a session, or a group of them, has come.</summary>
public enum SessionStatus
{
    /// <summary>It hasn't begun.</summary>
    Pending = 0,

    /// <summary>It has begun.</summary>
    Active,

    /// <summary>It ended well.</summary>
    Completed,

    /// <summary>It ended badly.</summary>
    Failed,

    /// <summary>It was given up.</summary>
    Cancelled,
}
