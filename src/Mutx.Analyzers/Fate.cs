namespace Mutx.Analyzers;

/// <summary>What becomes of a value within the body that it comes up in.</summary>
[Flags]
internal enum Fate
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is disposed of.</summary>
    Disposed = 1,

    /// <summary>It is asked whether it is null.</summary>
    Checked = 2,

    /// <summary>It goes where this can't follow: to a method, a field, the caller. Nothing is said about it.</summary>
    Escapes = 4,

    /// <summary>A member of it is used.</summary>
    Used = 8,

    /// <summary>It is put away by <c>_ =</c>, on purpose.</summary>
    Discarded = 16,
}
