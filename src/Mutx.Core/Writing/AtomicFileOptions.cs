using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mutx.Diagnostics;
using Mutx.Primitives;

namespace Mutx.Writing;

/// <summary>How a file is replaced.</summary>
public sealed record AtomicFileOptions
{
    /// <summary>How much content is held in memory before anything is staged, unless told otherwise: 8 MiB.</summary>
    public const int DefaultBufferLimit = 8 * 1024 * 1024;

    /// <summary>The defaults: fully durable, permissions kept, links refused.</summary>
    public static AtomicFileOptions Default { get; } = new();

    /// <summary>What the replacement survives.</summary>
    public Durability Durability
    {
        get;
        init => field = Guard.Defined(value, Durability.None);
    }

    /// <summary>The permission bits, exactly; if null, <see cref="ModePolicy"/> decides.</summary>
    public UnixFileMode? Mode
    {
        get;
        init => field = value is { } mode ? Guard.Mode(mode) : null;
    }

    /// <summary>The permissions where <see cref="Mode"/> asks for none.</summary>
    public ModePolicy ModePolicy
    {
        get;
        init => field = Guard.Defined(value, ModePolicy.Default);
    }

    /// <summary>Who owns the file afterwards.</summary>
    public OwnerPolicy Owner
    {
        get;
        init => field = Guard.Defined(value, OwnerPolicy.Writer);
    }

    /// <summary>What is done with a target that is a symbolic link.</summary>
    public SymlinkPolicy Symlinks
    {
        get;
        init => field = Guard.Defined(value, SymlinkPolicy.Follow);
    }

    /// <summary>
    /// The fencing token of a lock that the writer holds, to be compared with the file's fence (the highest one it was
    /// replaced with, kept in the attribute <c>user.mutx.fence</c>) and to become it. Only who holds the file's own lock can compare,
    /// so <see cref="AtomicFile"/> takes none. Whoever has none is refused where there is a fence.
    /// <para>
    /// Not protected: from other programs, from deletion, which takes the fence along, and from a pause between the
    /// comparison and the replacement where several machines share the disk.
    /// </para>
    /// </summary>
    public FencingToken? FencingToken { get; init; }

    /// <summary>What a fence means; it is enforced.</summary>
    public FencePolicy FencePolicy
    {
        get;
        init => field = Guard.Defined(value, FencePolicy.Ignore);
    }

    /// <summary>How many bytes are held in memory before anything is staged on disk; 0 stages from the first byte.</summary>
    public int BufferLimit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = DefaultBufferLimit;

    /// <summary>Where steps are logged; nowhere. What it throws is dropped.</summary>
    public ILogger Logger
    {
        get;
        init => field = HarmlessLogger.Around(value);
    } = NullLogger.Instance;
}
