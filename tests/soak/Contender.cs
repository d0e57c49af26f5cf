using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Soak;

/// <summary>
/// One process that wants the lock again and again, in several tasks at once and in every way there is, until its
/// standard input ends. Its file "done.PID" holds how often it has counted.
/// </summary>
internal sealed class Contender : IDisposable
{
    private const int Tasks = 3;
    private const int FoundOut = 70;

    private readonly Occupancy _occupancy;
    private readonly SafeFileHandle _done;
    private readonly FileLock? _lock;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private long _counted;
    private int _faults;

    public Contender(string directory, string method)
    {
        _occupancy = new Occupancy(directory);
        _done = File.OpenHandle(
            Path.Join(directory, string.Create(CultureInfo.InvariantCulture, $"done.{Environment.ProcessId}")),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.ReadWrite);
        _lock = method == "none" ? null : new FileLock(
            Path.Join(directory, "resource"),
            new FileLockOptions { Directory = Path.Join(directory, "locks"), Method = Enum.Parse<LockMethod>(method, ignoreCase: true) });
    }

    public async Task<int> RunAsync()
    {
        Task[] tasks = [.. Enumerable.Range(0, Tasks).Select(i => Task.Factory.StartNew(
            () => Contend(i), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap())];
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync().ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(tasks).ConfigureAwait(false);
        Dispose();
        return _faults == 0 ? 0 : FoundOut;
    }

    public void Dispose()
    {
        _occupancy.Dispose();
        _done.Dispose();
        _end.Dispose();
    }

    private async Task Contend(int number)
    {
        var random = new Random();
        while (!_end.IsCancellationRequested)
        {
            LockMode mode = random.Next(4) == 0 ? LockMode.Shared : LockMode.Exclusive;
            if (_lock is null)
            {
                Use(number, mode, random);
                continue;
            }

            try
            {
                using FileLockHandle? handle = await Acquire(_lock, mode, random).ConfigureAwait(false);
                if (handle is not null)
                {
                    Use(number, mode, random);
                }
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    private async Task<FileLockHandle?> Acquire(FileLock wanted, LockMode mode, Random random)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        TimeSpan soon = TimeSpan.FromMilliseconds(random.Next(1, 40));
        switch (random.Next(6))
        {
            case 0:
                return wanted.TryAcquire(mode, TimeSpan.Zero, cancel.Token);
            case 1:
                return wanted.TryAcquire(mode, soon, cancel.Token);
            case 2:
                return await wanted.TryAcquireAsync(mode, soon, cancel.Token).ConfigureAwait(false);
            case 3:
                cancel.CancelAfter(soon);
                return await wanted.AcquireAsync(mode, Timeout.InfiniteTimeSpan, cancel.Token).ConfigureAwait(false);
            case 4:
                return wanted.Acquire(mode, Timeout.InfiniteTimeSpan, cancel.Token);
            default:
                return await wanted.AcquireAsync(mode, Timeout.InfiniteTimeSpan, cancel.Token).ConfigureAwait(false);
        }
    }

    private void Use(int number, LockMode mode, Random random)
    {
        int spins = random.Next(8) == 0 ? random.Next(100_000) : random.Next(100);
        string? fault = mode == LockMode.Shared
            ? _occupancy.Shared(() => Thread.SpinWait(spins))
            : _occupancy.Exclusive(number, () => Thread.SpinWait(spins));
        if (fault is not null)
        {
            Interlocked.Increment(ref _faults);
            Console.Error.WriteLine($"overlap: {fault}");
        }
        else if (mode == LockMode.Exclusive)
        {
            SayCounted();
        }
    }

    private void SayCounted()
    {
        lock (_gate)
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, ++_counted);
            RandomAccess.Write(_done, bytes, 0);
        }
    }
}
