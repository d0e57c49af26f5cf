using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Mutx.Cli.Interop;
using Mutx.Primitives;

namespace Mutx.Cli.Processes;

/// <summary>Turns this process into another program.</summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe class ProcessImage
{
    /// <summary>
    /// execvp(3): returns only if it failed. What is handled of signals goes back to the default by itself; what this
    /// program and its runtime ignore, and what they block, would stay so and is put back first.
    /// </summary>
    /// <returns>Why it failed.</returns>
    public static MutxException Replace(IReadOnlyList<string> words)
    {
        using var arguments = new NativeWords(words);
        RestoreSignals();
        _ = Libc.execvp(arguments.Pointer[0], arguments.Pointer);
        return StartFailure.Of(words[0], Marshal.GetLastPInvokeError());
    }

    /// <summary>execve(2) of one file and no other: what is no program isn't handed to a shell, as execvp does with it.</summary>
    /// <inheritdoc cref="Replace"/>
    public static MutxException ReplaceBy(string path, IReadOnlyList<string> words)
    {
        using var file = new NativeWords([path]);
        using var arguments = new NativeWords(words);
        RestoreSignals();
        _ = Libc.execve(file.Pointer[0], arguments.Pointer, SystemNative.GetEnviron());
        return StartFailure.Of(path, Marshal.GetLastPInvokeError());
    }

    private static void RestoreSignals()
    {
        byte* action = stackalloc byte[Libc.SizeOfSigaction];
        new Span<byte>(action, Libc.SizeOfSigaction).Clear(); // all zero: the default action
        _ = Libc.sigaction(Libc.SIGPIPE, action, null);
        _ = Libc.sigaction(Libc.SIGXFSZ, action, null);
        byte* none = stackalloc byte[Libc.SizeOfSigset];
        _ = Libc.sigemptyset(none);
        _ = Libc.pthread_sigmask(Libc.SIG_SETMASK, none, null);
    }
}
