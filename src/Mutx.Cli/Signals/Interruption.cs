using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Mutx.Cli.Exit;
using Mutx.Cli.Interop;
using Mutx.Cli.Output;
using Mutx.Cli.Processes;
using Mutx.Cli.Streams;

#pragma warning disable RS0030 // System.Threading.Thread.Sleep: the thread that lost the race to end the process stands still until it is gone

namespace Mutx.Cli.Signals;

/// <summary>
/// Ends the program on SIGINT, SIGTERM and SIGHUP, with the file as it was and nothing left behind, or, if the file is
/// being replaced at that moment, lets that be finished.
/// <para>
/// A system call that blocks, such as read(2) on an idle pipe, isn't interrupted by a signal here: the runtime restarts
/// it. So the thread that is told of signals does all there is to do, and then ends the process under the main thread.
/// Which of the two threads ends the program is settled by one compare-and-swap; the other one stands still.
/// </para>
/// <para>A signal that whoever started us had ignored, as nohup(1) does, stays ignored.</para>
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "lives as long as the process")]
internal sealed class Interruption
{
    // What stands for each in the BCL has the same place.
    private static readonly PosixSignal[] Handled = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
    private static readonly int[] Numbers = [Libc.SIGINT, Libc.SIGTERM, Libc.SIGHUP];

    private static TimeSpan SignalDelay => TimeSpan.FromMilliseconds(50);

    /// <summary>Windows: never disposed of, and kept from the collector. A signal that comes when all is done and the
    /// process is about to end would otherwise kill it, and whoever waits would believe that nothing was done.</summary>
    private static readonly List<PosixSignalRegistration> Registrations = [];

    private readonly CancellationTokenSource _cancellation = new();
    private readonly Reporter _reporter;
    private readonly ChildRunner _children;
    private readonly string? _path;
    private volatile Func<bool> _isPublishing = static () => false;
    private volatile Action _beforeEnding = static () => { };
    private volatile bool _forwards;
    private int _signalled;
    private int _ending;

    /// <summary>Handles no signal yet.</summary>
    /// <param name="reporter">Says that the program was interrupted.</param>
    /// <param name="children">Gets the signal passed on to its child.</param>
    /// <param name="path">What is to be changed; the message says that it is unchanged.</param>
    public Interruption(Reporter reporter, ChildRunner children, string? path)
    {
        _reporter = reporter;
        _children = children;
        _path = path;
    }

    /// <summary>Cancelled by the first signal. What is registered with it runs on the signals' thread before anything
    /// else happens: the library discards what it has staged there.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Begins to handle the signals.</summary>
    public void Begin()
    {
        if (OperatingSystem.IsWindows())
        {
            for (int i = 0; i < Handled.Length; i++)
            {
                int number = Numbers[i];
                Registrations.Add(PosixSignalRegistration.Create(Handled[i], context =>
                {
                    context.Cancel = true; // not the default action: that would end the process here and now
                    OnSignal(number);
                }));
            }
        }
        else
        {
            UnixSignals.Handle(Array.FindAll(Numbers, static number => !IsIgnored(number)), OnSignal);
        }
    }

    /// <summary>
    /// To be called by the main thread before this process becomes another program, which gets its signals from now on.
    /// If there was one before, the program ends by it, and this never returns.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    public static void GiveBackSignals() => UnixSignals.GiveBack();

    /// <summary>From now on a signal asks, after it has cancelled the token, whether the change has become visible or
    /// is about to; then it lets the main thread finish.</summary>
    public void AskBeforeEnding(Func<bool> isPublishing) => _isPublishing = isPublishing;

    /// <summary>What a signal does last before it ends the program; it has to be quick.</summary>
    public void BeforeEnding(Action action) => _beforeEnding = action;

    /// <summary>From now on every signal is passed on to the child, and it is the child that ends or doesn't. One that
    /// comes from the terminal has reached it already.</summary>
    public void ForwardToChild() => _forwards = true;

    /// <summary>To be called when a child has ended. One that was ended by a signal handled here was probably sent it
    /// together with us, by Ctrl-C for example, and ours is under way: it gets a moment to arrive.</summary>
    /// <exception cref="OperationCanceledException">There was a signal, and it counts more than how the child ended.</exception>
    public void CheckAfter(ChildResult result)
    {
        int signal = result.Signal != 0 ? result.Signal : result.Status - 128;
        if (Array.Exists(Numbers, number => number == signal))
        {
            Token.WaitHandle.WaitOne(SignalDelay);
        }

        Token.ThrowIfCancellationRequested();
    }

    /// <summary>To be called by the main thread when it knows how the program ends and before it says so. Returns if
    /// the main thread is to end it; if a signal is already doing so, never.</summary>
    public void ClaimEnding()
    {
        if (!TryClaimEnding())
        {
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private void OnSignal(int number)
    {
        if (_forwards)
        {
            if (number != Libc.SIGINT || !StandardError.IsTerminal)
            {
                _children.Forward(number);
            }

            return;
        }

        if (Interlocked.Exchange(ref _signalled, 1) != 0)
        {
            return;
        }

        Cancel();
        if (_isPublishing() || !TryClaimEnding())
        {
            return;
        }

        // Only now: the main thread, woken by the end of its child, finds the ending taken.
        _children.Forward(number);
        _beforeEnding();
        _reporter.Interrupted(_path);
        ProcessEnd.Now(ExitStatus.Interrupted);
    }

    private bool TryClaimEnding() => Interlocked.CompareExchange(ref _ending, 1, 0) == 0;

    private void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (AggregateException)
        {
            // Something could not be cleaned up. There is no time to say so, and the process ends all the same.
        }
    }

    private static unsafe bool IsIgnored(int signal)
    {
        byte* action = stackalloc byte[Libc.SizeOfSigaction];
        return Libc.sigaction(signal, null, action) == 0 && *(nint*)action == Libc.SIG_IGN;
    }
}
