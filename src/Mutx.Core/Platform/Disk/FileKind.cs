namespace Mutx.Platform;

/// <summary>What stands behind a name.</summary>
internal enum FileKind
{
    Unknown = 0,
    Regular,
    Directory,
    SymbolicLink,
    Fifo,
    Socket,
    CharacterDevice,
    BlockDevice,
}
