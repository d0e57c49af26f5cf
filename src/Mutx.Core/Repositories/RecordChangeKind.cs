namespace Mutx.Repositories;

/// <summary>What happened to a record.</summary>
public enum RecordChangeKind
{
    /// <summary>It has new content, or is there for the first time.</summary>
    Written = 0,

    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>It has new content that can't be parsed.</summary>
    Corrupt,
}
