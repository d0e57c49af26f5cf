namespace Mutx.TestKit;

/// <summary>
/// A write lease on a file, as file servers take it (fcntl(2), F_SETLEASE), held by this process until disposed. Whoever
/// else opens the file waits until then, or for as long as the kernel has patience (45 s unless told otherwise).
/// </summary>
public sealed class Lease : IDisposable
{
    private const int SetSignal = 10;
    private const int SetLease = 1024;
    private const int GetLease = 1025;
    private const int WriteLease = 1;
    private const int NoLease = 2;
    private const int IgnoredByDefault = 23; // SIGURG; unless told otherwise the kernel sends SIGIO, which kills

    private readonly int _descriptor;
    private bool _held = true;

    public Lease(string path)
    {
        // Not for writing: a program that is open for writing can't be executed.
        _descriptor = Posix.Open(path, Posix.ReadOnly | Posix.CloseOnExec, 0);
        if (_descriptor < 0
            || Posix.Fcntl(_descriptor, SetSignal, IgnoredByDefault) != 0
            || Posix.Fcntl(_descriptor, SetLease, WriteLease) != 0)
        {
            throw Posix.Failure($"a lease on {path}");
        }
    }

    /// <summary>Waits until somebody else wants to open the file.</summary>
    public Task SomeoneWants() =>
        Eventually.IsTrue(() => Posix.Fcntl(_descriptor, GetLease, 0) != WriteLease, "someone opens the leased file");

    public void Dispose()
    {
        if (_held)
        {
            _held = false;
            _ = Posix.Fcntl(_descriptor, SetLease, NoLease);
            _ = Posix.Close(_descriptor);
        }
    }
}
