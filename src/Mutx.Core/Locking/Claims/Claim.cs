using Microsoft.Extensions.Logging;
using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// A claim that is held. It is kept fresh by touching it, and each time read back: a holder that was stopped for too
/// long finds another's record there, or none, and has lost it.
/// </summary>
internal sealed class Claim : IDisposable
{
    private const int BeatsPerStaleAfter = 3;

    // What fails once may be a lost answer; what fails as often as that is a disk that fails.
    private const int ReleaseTries = 3;

    private readonly ClaimFile _file;
    private readonly DiskDirectory _directory;
    private readonly byte[] _record;
    private readonly FileOrigin _origin;
    private readonly TimeProvider _time;
    private readonly TimeSpan _staleAfter;
    private readonly ILogger _logger;

    // Whoever looks at the claim or ends it has the turn; the disk may take its time meanwhile.
    private readonly ThreadSignal _turn;
    private long _beaten;
    private long _confirmed;
    private bool _released;

    public Claim(ClaimFile file, DiskDirectory directory, PrivateRecord record, TimeProvider time, TimeSpan staleAfter, ILogger logger)
    {
        _file = file;
        _directory = directory;
        _record = record.Content;
        _origin = record.Origin;
        _time = time;
        _staleAfter = staleAfter;
        _logger = logger;
        _confirmed = time.GetTimestamp();
        _beaten = _confirmed;
        _turn = file.Disk.NewSignal();
        _turn.Raise();
    }

    public string Path => _file.Path;

    /// <summary>Told when the claim is found to be lost; never while it is being released.</summary>
    public LockLoss Loss { get; } = new();

    /// <summary>How long it may be left alone from now on; zero or less when it has to be touched.</summary>
    public TimeSpan UntilBeat => (_staleAfter / BeatsPerStaleAfter) - _time.GetElapsedTime(Volatile.Read(ref _beaten));

    /// <summary>
    /// Touches the claim and reads it back. The touch comes first, so that one who is about to take it over sees it,
    /// and gives up. A disk that fails is no loss as long as the claim can't have become stale.
    /// </summary>
    /// <returns>Whether it is still held, as far as can be told.</returns>
    public bool Beat()
    {
        try
        {
            return IsHeld();
        }
        catch (MutxException e)
        {
            _logger.ClaimNotKept(Path, e.Message);
            return true;
        }
    }

    /// <summary>Whether it is still held, found out now, in the way of <see cref="Beat"/>.</summary>
    /// <exception cref="MutxException">It can't be found out.</exception>
    public bool IsHeld()
    {
        string lost;
        _turn.Wait(Timeout.InfiniteTimeSpan);
        try
        {
            if (Loss.IsTold || _released || IsConfirmed(out lost))
            {
                return !Loss.IsTold;
            }
        }
        finally
        {
            Volatile.Write(ref _beaten, _time.GetTimestamp());
            _turn.Raise();
        }

        // Whoever is told may end the claim then and there, and has to get its turn.
        if (Loss.Tell())
        {
            _logger.ClaimLost(Path, lost);
        }

        return false;
    }

    /// <summary>Removes the claim, unless it is another's by now. A second time does nothing.</summary>
    public void Dispose()
    {
        ClaimKeeper.Of(_file.Disk).Forget(this);
        _turn.Wait(Timeout.InfiniteTimeSpan);
        try
        {
            if (!_released)
            {
                _released = true;
                Remove();
            }
        }
        finally
        {
            _directory.Dispose();
            _turn.Raise();
        }
    }

    private bool IsConfirmed(out string lost)
    {
        lost = "its file is gone, or another's";
        try
        {
            if (_file.Touch() && _file.LookAtOwn()?.Says(_record) == true)
            {
                _confirmed = _time.GetTimestamp();
                return true;
            }
        }
        catch (MutxException e) when (e.Error == MutxError.UnusableLockFile || _time.GetElapsedTime(_confirmed) >= _staleAfter)
        {
            // Something else stands there; or by now others may have taken it over, which can't be seen from here.
            lost = e.Message;
        }

        return false;
    }

    /// <summary>
    /// As long as this process lives nobody else removes its claim before it is stale, so a failure isn't the last word.
    /// Each try looks first whose the claim is.
    /// </summary>
    private void Remove()
    {
        for (int left = ReleaseTries - 1; left >= 0; left--)
        {
            try
            {
                if (!_file.TryRemove(_record))
                {
                    ClearIfSpoilt();
                }

                return;
            }
            catch (MutxException e) when (left == 0)
            {
                // It ends with this process, or with time.
                _logger.ClaimNotKept(Path, e.Message);
            }
            catch (MutxException)
            {
            }
        }
    }

    /// <summary>Whatever has been written into the claim's own file, it is still that: nobody else would clear it away.</summary>
    private void ClearIfSpoilt()
    {
        if (_file.Look() is { Unreadable: null } sight && sight.Origin == _origin
            && ClaimRecord.TryParse(sight.Content, DateTimeOffset.MaxValue) is null)
        {
            using PrivateRecord own = _file.Prepare(_record);
            _file.TryClear(sight, own);
        }
    }
}
