namespace Mutx.Locking;

/// <summary>Why a lock lies where it does.</summary>
internal enum LockPlaceKind
{
    /// <summary>The caller named the lock file.</summary>
    File,

    /// <summary>The caller named the directory.</summary>
    Directory,

    /// <summary>It is the <c>.locks</c> directory beside the resource.</summary>
    Shared,

    /// <summary>The environment names the directory.</summary>
    Environment,

    /// <summary>It is the user's own directory for lock files.</summary>
    Private,
}
