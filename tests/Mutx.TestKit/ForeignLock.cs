namespace Mutx.TestKit;

/// <summary>A lock held by someone else than the code under test: exclusively, by flock(2), in this process, until disposed.</summary>
public sealed class ForeignLock : IDisposable
{
    private readonly int _descriptor;
    private bool _held;

    public ForeignLock(string path)
    {
        Path = path;
        _descriptor = Posix.Open(path, Posix.ReadWrite | Posix.Create | Posix.CloseOnExec, 0b110_000_000);
        if (_descriptor < 0)
        {
            throw Posix.Failure($"open({path})");
        }

        if (Posix.Flock(_descriptor, Posix.LockExclusive | Posix.LockNonBlocking) < 0)
        {
            IOException failure = Posix.Failure($"flock({path})");
            _ = Posix.Close(_descriptor);
            throw failure;
        }

        _held = true;
    }

    public string Path { get; }

    /// <summary>Whether nobody holds the lock file; one that doesn't exist is free.</summary>
    public static bool IsFree(string path)
    {
        if (!File.Exists(path))
        {
            return true;
        }

        try
        {
            new ForeignLock(path).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (!_held)
        {
            return;
        }

        _held = false;
        // Unlock first: a child between fork and exec has a copy of the descriptor, and closing alone would leave it locked.
        _ = Posix.Flock(_descriptor, Posix.Unlock);
        _ = Posix.Close(_descriptor);
    }
}
