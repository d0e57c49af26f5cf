using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>What is known of a lock on a path when its place has been chosen.</summary>
/// <param name="Path">The path, as it was named.</param>
/// <param name="Place">Where the lock lies.</param>
/// <param name="Word">What the resource's directory says.</param>
/// <param name="Target">The resource; null if it isn't there.</param>
internal readonly record struct PlaceFacts(BoundPath Path, LockPlace Place, DirectoryWord Word, FileStatus? Target);
