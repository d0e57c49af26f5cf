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
    private readonly TimeProvider _time;
    private readonly TimeSpan _staleAfter;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _lost = new();
    private readonly Lock _beating = new();
    private long _confirmed;
    private bool _isLost;
    private bool _released;

    public Claim(
        ClaimFile file, DiskDirectory directory, long generation, byte[] record, TimeProvider time, TimeSpan staleAfter, ILogger logger)
    {
        _file = file;
        _directory = directory;
        _record = record;
        _time = time;
        _staleAfter = staleAfter;
        _logger = logger;
        _confirmed = time.GetTimestamp();
        Generation = generation;
        Lost = _lost.Token;
    }

    public string Path => _file.Path;

    /// <summary>The fencing token.</summary>
    public long Generation { get; }

    /// <summary>Fires when the claim is found to be lost; never while it is being released.</summary>
    public CancellationToken Lost { get; }

    /// <summary>How often it has to be touched.</summary>
    public TimeSpan BeatInterval => _staleAfter / BeatsPerStaleAfter;

    /// <summary>
    /// Touches the claim and reads it back. The touch comes first, so that one who is about to take it over sees it,
    /// and gives up.
    /// </summary>
    /// <returns>Whether it is still held, as far as can be told now.</returns>
    public bool Beat()
    {
        lock (_beating)
        {
            if (_released || _isLost)
            {
                return !_isLost;
            }

            try
            {
                if (_file.Touch() && _file.Look()?.Says(_record) == true)
                {
                    _confirmed = _time.GetTimestamp();
                    return true;
                }

                Lose("its file is gone, or another's");
            }
            catch (MutxException e) when (_time.GetElapsedTime(_confirmed) < _staleAfter)
            {
                _logger.ClaimNotKept(Path, e.Message);
                return true;
            }
            catch (MutxException e)
            {
                // By now others may have taken it over, which can't be seen from here.
                Lose(e.Message);
            }

            return false;
        }
    }

    /// <summary>Removes the claim, unless it is another's by now. A second time does nothing.</summary>
    public void Dispose()
    {
        ClaimKeeper.Forget(this);
        lock (_beating)
        {
            if (_released)
            {
                return;
            }

            _released = true;
            if (!_isLost)
            {
                Remove();
            }

            _directory.Dispose();
        }
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
                _file.TryRemove(_record);
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

    private void Lose(string reason)
    {
        _isLost = true;
        _logger.ClaimLost(Path, reason);

        // Callbacks are the user's: they run elsewhere, and what they throw is theirs.
        _ = _lost.CancelAsync().ContinueWith(
            static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }
}
