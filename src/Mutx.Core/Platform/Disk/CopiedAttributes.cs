namespace Mutx.Platform;

/// <summary>What was found where extended attributes were carried over.</summary>
[Flags]
internal enum CopiedAttributes
{
    /// <summary>Nothing that matters.</summary>
    None = 0,

    /// <summary>An access list, which set the permission bits.</summary>
    AccessList = 1,

    /// <summary>A fence, which isn't carried over: who replaces the file has to think about it.</summary>
    Fence = 2,
}
