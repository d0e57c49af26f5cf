namespace Mutx.Platform;

/// <summary>Is told of one name in a directory. The name is valid only during the call; a link is told as a link.</summary>
internal delegate void DirectoryEntryVisitor(ReadOnlySpan<char> name, FileKind kind);
