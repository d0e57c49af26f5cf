namespace Mutx.Platform;

/// <summary>Words for messages that more than one place needs.</summary>
internal static class Words
{
    public static string For(FileKind kind) => kind switch
    {
        FileKind.Regular => "a regular file",
        FileKind.Directory => "a directory",
        FileKind.SymbolicLink => "a symbolic link",
        FileKind.Fifo => "a FIFO",
        FileKind.Socket => "a socket",
        FileKind.CharacterDevice or FileKind.BlockDevice => "a device",
        _ => "something unknown",
    };
}
