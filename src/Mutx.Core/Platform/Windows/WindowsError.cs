using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>Windows error numbers by name, and the one place that turns them into codes and words.</summary>
internal static class WindowsError
{
    public const int InvalidFunction = 1;
    public const int FileNotFound = 2;
    public const int PathNotFound = 3;
    public const int TooManyOpenFiles = 4;
    public const int AccessDenied = 5;
    public const int NotSameDevice = 17;
    public const int NoMoreFiles = 18;
    public const int WriteProtect = 19;
    public const int SharingViolation = 32;
    public const int LockViolation = 33;
    public const int EndOfFile = 38;
    public const int HandleDiskFull = 39;
    public const int NotSupported = 50;
    public const int FileExists = 80;
    public const int BrokenPipe = 109;
    public const int DiskFull = 112;
    public const int InvalidName = 123;
    public const int AlreadyExists = 183;
    public const int FilenameTooLong = 206;
    public const int Directory = 267;
    public const int IoPending = 997;
    public const int QuotaExceeded = 1295;

    public static MutxException Failure(string doing, string path, int error)
    {
        (MutxError code, string why) = Describe(error);
        return new MutxException(code, $"cannot {doing} '{path}': {why}") { Path = path, NativeError = error };
    }

    private static (MutxError Code, string Why) Describe(int error) => error switch
    {
        FileNotFound or PathNotFound => (MutxError.NotFound, "there is no such file or directory"),
        TooManyOpenFiles => (MutxError.TooManyOpenFiles, "the process has no handle left"),
        AccessDenied => (MutxError.AccessDenied, "access is denied (a directory, a read-only file, or permissions)"),
        NotSameDevice => (MutxError.CrossDevice, "it lies on another volume"),
        WriteProtect => (MutxError.ReadOnlyFilesystem, "the volume is read-only"),
        SharingViolation => (MutxError.Busy, "another program has it open"),
        DiskFull or HandleDiskFull => (MutxError.NoSpace, "no space is left on the volume"),
        FileExists or AlreadyExists => (MutxError.AlreadyExists, "it exists already"),
        InvalidName => (MutxError.InvalidRequest, "the name is not one that Windows allows"),
        FilenameTooLong => (MutxError.NameTooLong, "the name is too long"),
        Directory => (MutxError.NotADirectory, "it is not a directory"),
        QuotaExceeded => (MutxError.QuotaExceeded, "the disk quota is used up"),
        InvalidFunction or NotSupported => (MutxError.NotSupported, "the system or the filesystem does not support it"),
        _ => (MutxError.Io, $"error {error}"),
    };
}
