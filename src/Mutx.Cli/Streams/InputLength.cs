using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Mutx.Cli.Interop;

#pragma warning disable RS0030 // System.IO.RandomAccess: a handle that was given is asked for its length

namespace Mutx.Cli.Streams;

/// <summary>How much there is still to read, where that can be known.</summary>
internal static class InputLength
{
    /// <summary>The bytes from the handle's position to the end of its file; null for a pipe, a terminal and their
    /// like.</summary>
    public static long? Of(SafeFileHandle input)
    {
        try
        {
            long length = RandomAccess.GetLength(input);
            return OperatingSystem.IsWindows() ? length : length - Position(input);
        }
        catch (NotSupportedException)
        {
            return null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static long Position(SafeFileHandle input) => Math.Max(0, Libc.lseek(input, 0, Libc.SEEK_CUR));
}
