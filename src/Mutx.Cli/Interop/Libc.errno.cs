namespace Mutx.Cli.Interop;

/// <summary>Error numbers; but for EAGAIN the same on Linux and macOS.</summary>
internal static partial class Libc
{
    internal const int ENOENT = 2;
    internal const int EINTR = 4;
    internal const int ENOEXEC = 8;
    internal const int EACCES = 13;
    internal const int EPIPE = 32;

    internal static readonly int EAGAIN = OperatingSystem.IsMacOS() ? 35 : 11;
}
