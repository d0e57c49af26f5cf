namespace Mutx.Platform;

/// <summary>The outcomes of a rename or a link that a caller goes on from; all others are thrown.</summary>
internal enum RenameResult
{
    Done,

    /// <summary>The new name exists and was not to be replaced.</summary>
    Exists,

    /// <summary>The filesystem can't do it this way.</summary>
    Unsupported,
}
