namespace Mutx.Platform;

/// <summary>Whether a name in a directory is wanted. The name is valid only during the call; a link is told as a link.</summary>
internal delegate bool DirectoryEntryFilter(ReadOnlySpan<char> name, FileKind kind);
