using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Mutx.Cli.Interop;

namespace Mutx.Cli.Signals;

/// <summary>
/// Signals on Unix, one after the other on one thread that exists from the start. The runtime's own
/// PosixSignalRegistration starts a thread for each signal. While another thread of the process is in execve(2) the
/// kernel refuses that (clone with CLONE_FS fails with EAGAIN), and the runtime then aborts the process.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe class UnixSignals
{
    private static ManualResetEventSlim? _settled;
    private static Action<int>? _handler;
    private static int[] _numbers = [];

    /// <summary>Has the handler called for each of these signals instead of their default action.</summary>
    public static void Handle(int[] numbers, Action<int> handler)
    {
        if (numbers.Length == 0)
        {
            return;
        }

        _numbers = numbers;
        _handler = handler;
        Require(SystemNative.InitializeTerminalAndSignalHandling());
        SystemNative.SetPosixSignalHandler(&OnSignal);
        foreach (int number in numbers)
        {
            Require(SystemNative.EnablePosixSignalHandling(number));
        }
    }

    /// <summary>
    /// Gives the signals their default action back, for the program that this process is about to become, and returns
    /// when the handler has been called for each that came before. None is lost in between, and the thread is idle.
    /// </summary>
    public static void GiveBack()
    {
        if (_numbers.Length == 0)
        {
            return;
        }

        foreach (int number in _numbers)
        {
            SetDefault(number, null);
        }

        // The kernel gives a signal to the main thread where that can take it, so what came before has been written to the
        // pipe by now. One more signal follows it through the pipe: when that arrives, all others have been dealt with.
        byte* inherited = stackalloc byte[Libc.SizeOfSigaction];
        _settled = new ManualResetEventSlim();
        SetDefault(Libc.SIGURG, inherited);
        Unblock(Libc.SIGURG);
        Require(SystemNative.EnablePosixSignalHandling(Libc.SIGURG));
        _ = Libc.raise(Libc.SIGURG);
        _settled.Wait();
        _ = Libc.sigaction(Libc.SIGURG, inherited, null);
    }

    /// <summary>Called on the runtime's thread for signals.</summary>
    [UnmanagedCallersOnly]
    private static int OnSignal(int number, int runtimeNumber)
    {
        if (number == Libc.SIGURG)
        {
            _settled!.Set();
        }
        else
        {
            _handler!(number);
        }

        return 1;
    }

    private static void SetDefault(int signal, byte* before)
    {
        byte* action = stackalloc byte[Libc.SizeOfSigaction];
        new Span<byte>(action, Libc.SizeOfSigaction).Clear(); // all zero: the default action
        _ = Libc.sigaction(signal, action, before);
    }

    /// <summary>One that whoever started us had blocked would never arrive.</summary>
    private static void Unblock(int signal)
    {
        byte* set = stackalloc byte[Libc.SizeOfSigset];
        _ = Libc.sigemptyset(set);
        _ = Libc.sigaddset(set, signal);
        _ = Libc.pthread_sigmask(Libc.SIG_UNBLOCK, set, null);
    }

    private static void Require(int result)
    {
        if (result == 0)
        {
            throw new IOException($"cannot handle signals: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }
}
