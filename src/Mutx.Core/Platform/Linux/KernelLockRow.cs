using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>A lock in the kernel's table.</summary>
/// <param name="Taker">The process that took it; it may have ended and left it to a child.</param>
/// <param name="Mode">Exclusive or shared.</param>
/// <param name="File">
/// The file. Its device is that of the filesystem, which on btrfs and overlay isn't what stat(2) says of the file.
/// </param>
internal readonly record struct KernelLockRow(int Taker, LockMode Mode, FileIdentity File);
