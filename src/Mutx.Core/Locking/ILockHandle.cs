using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>A lock that is held. Disposing it releases it; a second time does nothing.</summary>
public interface ILockHandle : IDisposable, IAsyncDisposable
{
    /// <summary>What stands for the lock: the path of its lock file, or its name.</summary>
    string Path { get; }

    /// <summary>How it is held.</summary>
    LockMode Mode { get; }

    /// <summary>How long it was waited for.</summary>
    TimeSpan Waited { get; }
}
