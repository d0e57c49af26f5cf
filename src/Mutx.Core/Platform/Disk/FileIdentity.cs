namespace Mutx.Platform;

/// <summary>Which file it is, whatever its name: device and inode, or volume and file index on Windows.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode);
