using Mutx.Cli.CommandLine;
using Mutx.Writing;

namespace Mutx.Cli.Requests;

/// <summary>Reads how a file is replaced, the same for every command that does.</summary>
internal static class FileReader
{
    /// <param name="values">The options.</param>
    /// <param name="path">The file, as it was typed.</param>
    public static AtomicFileOptions Read(ValueReader values, string path) => new()
    {
        Durability = values.Choice(OptionId.Durability) switch
        {
            1 => Durability.FileOnly,
            2 => Durability.None,
            _ => Durability.Full,
        },
        Mode = values.Mode(OptionId.Mode),
        ModePolicy = values.Has(OptionId.NoPreserveMode) ? ModePolicy.Default : ModePolicy.Preserve,
        Owner = values.Has(OptionId.PreserveOwner) ? OwnerPolicy.Preserve
            : values.Has(OptionId.NoPreserveOwner) ? OwnerPolicy.Writer
            : OwnerPolicy.TryPreserve,
        Symlinks = values.Has(OptionId.FollowSymlinks) || values.Has(OptionId.FollowLockSymlinks)
            ? SymlinkPolicy.Follow
            : SymlinkPolicy.Refuse,
        FencePolicy = ServerReader.ReadPolicy(values, path),
        FencingToken = ServerReader.ReadToken(values, path),
        BufferLimit = values.Has(OptionId.Stream) ? 0 : AtomicFileOptions.DefaultBufferLimit,
    };
}
