using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>A lock file that was opened at its place.</summary>
/// <param name="File">The open file.</param>
/// <param name="Identity">Which file it is.</param>
/// <param name="Shared">The <c>.locks</c> that it was opened in; null where it lies elsewhere.</param>
internal readonly record struct OpenLockFile(DiskFile File, FileIdentity Identity, FileIdentity? Shared);
