using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Mutx.Cli.Exit;
using Mutx.Cli.Interop;

#pragma warning disable RS0030 // System.Console: whether standard input is a terminal

namespace Mutx.Cli.Streams;

/// <summary>
/// The three descriptors a program starts with. One that the caller has closed would be taken by the next file this
/// program opens, and a message would then go into the user's data. So the first thing done is to see which are closed,
/// put something in their place that can be neither read nor written, and remember it: to use such a stream is an error.
/// A command that this program starts or becomes finds it closed again.
/// </summary>
internal static class StandardStreams
{
    private static readonly bool[] Closed = new bool[3];

    public static bool InputIsClosed => Closed[0];

    public static bool OutputIsClosed => Closed[1];

    public static bool ErrorIsClosed => Closed[2];

    /// <summary>Whether somebody types standard input.</summary>
    public static bool InputIsTerminal =>
        !InputIsClosed && (OperatingSystem.IsWindows() ? !Console.IsInputRedirected : Libc.isatty(0) != 0);

    /// <summary>What ends input that is typed.</summary>
    public static string EndKey => OperatingSystem.IsWindows() ? "Ctrl-Z and Enter" : "Ctrl-D";

    /// <summary>Standard input, to be read as a file; closing the handle leaves the stream open.</summary>
    public static SafeFileHandle Input() =>
        new(OperatingSystem.IsWindows() ? Kernel32.GetStdHandle(Kernel32.STD_INPUT_HANDLE) : 0, ownsHandle: false);

    /// <summary>Fills the gaps. Must come before anything is opened.</summary>
    public static void Secure()
    {
        if (!OperatingSystem.IsWindows())
        {
            SecureDescriptors();
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static unsafe void SecureDescriptors()
    {
        Libc.PollFd* entries = stackalloc Libc.PollFd[3];
        for (int i = 0; i < 3; i++)
        {
            entries[i] = new Libc.PollFd { Descriptor = i };
        }

        if (Libc.poll(entries, 3, 0) <= 0)
        {
            return;
        }

        for (int i = 0; i < 3; i++)
        {
            if ((entries[i].ReturnedEvents & Libc.POLLNVAL) != 0)
            {
                Closed[i] = true;

                // The lowest free number is the one that open(2) gives.
                if (Libc.open(Libc.PlaceholderPath, Libc.PlaceholderFlags) != i)
                {
                    ProcessEnd.Now(ExitStatus.Error);
                }
            }
        }
    }
}
