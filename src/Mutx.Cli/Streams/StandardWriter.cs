using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Mutx.Cli.Interop;

#pragma warning disable RS0030 // System.Console: the streams themselves; it is seen here alone

namespace Mutx.Cli.Streams;

/// <summary>
/// Writes bytes to standard output or error, all of them. On Unix by write(2) itself: the streams of Console start a
/// thread, take over signals and look at the terminal's settings, which costs more than all the rest of a start.
/// </summary>
internal static class StandardWriter
{
    private const int Output = 1;
    private const int Error = 2;

    /// <summary>Writes to standard output.</summary>
    /// <returns>Why that failed, or null. A pipe that nobody reads any more is no failure.</returns>
    public static string? WriteOutput(ReadOnlySpan<byte> content) =>
        StandardStreams.OutputIsClosed ? "it is closed"
        : OperatingSystem.IsWindows() ? WriteStream(Console.OpenStandardOutput, content)
        : WriteDescriptor(Output, content);

    /// <summary>Writes to standard error.</summary>
    /// <inheritdoc cref="WriteOutput" path="/returns"/>
    public static string? WriteError(ReadOnlySpan<byte> content) =>
        StandardStreams.ErrorIsClosed ? "it is closed"
        : OperatingSystem.IsWindows() ? WriteStream(Console.OpenStandardError, content)
        : WriteDescriptor(Error, content);

    /// <summary>Whether standard error is a terminal.</summary>
    public static bool ErrorIsTerminal() =>
        !StandardStreams.ErrorIsClosed
        && (OperatingSystem.IsWindows() ? !Console.IsErrorRedirected : Libc.isatty(Error) != 0);

    /// <summary>Whether a line can be written to standard error now without waiting for its reader.</summary>
    public static bool ErrorIsReady() => OperatingSystem.IsWindows() || IsReady(Error, 0);

    [UnsupportedOSPlatform("windows")]
    private static unsafe string? WriteDescriptor(int descriptor, ReadOnlySpan<byte> content)
    {
        fixed (byte* start = content)
        {
            int written = 0;
            while (written < content.Length)
            {
                nint count = Libc.write(descriptor, start + written, content.Length - written);
                if (count >= 0)
                {
                    written += (int)count;
                    continue;
                }

                int error = Marshal.GetLastPInvokeError();
                if (error == Libc.EPIPE)
                {
                    return null;
                }

                // Whoever started us may have made the descriptor non-blocking; then a full pipe is waited for here.
                bool passes = error == Libc.EINTR || (error == Libc.EAGAIN && IsReady(descriptor, Timeout.Infinite));
                if (!passes)
                {
                    return Marshal.GetPInvokeErrorMessage(error);
                }
            }
        }

        return null;
    }

    [UnsupportedOSPlatform("windows")]
    private static unsafe bool IsReady(int descriptor, int timeoutMilliseconds)
    {
        var entry = new Libc.PollFd { Descriptor = descriptor, Events = Libc.POLLOUT };
        return Libc.poll(&entry, 1, timeoutMilliseconds) == 1 && (entry.ReturnedEvents & Libc.POLLOUT) != 0;
    }

    private static string? WriteStream(Func<Stream> open, ReadOnlySpan<byte> content)
    {
        try
        {
            using Stream stream = open();
            stream.Write(content);
            return null;
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }
}
