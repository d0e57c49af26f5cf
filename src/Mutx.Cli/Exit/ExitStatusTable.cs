using Mutx.Primitives;

namespace Mutx.Cli.Exit;

/// <summary>The one table of exit statuses: what each means, and which error leads to which.</summary>
internal static class ExitStatusTable
{
    public static readonly ExitStatusSpec[] All =
    [
        new(ExitStatus.Done, "done"),
        new(ExitStatus.Error, "error: bad arguments, input or output, permission, no such path"),
        new(ExitStatus.LockNotObtained, "no lock: --no-wait, the timeout, or an ancestor has it; or it was lost; nothing replaced"),
        new(ExitStatus.Interrupted, "interrupted by a signal; nothing replaced, nothing left behind"),
        new(ExitStatus.Refused, "refused: a check did not hold, or the command failed; nothing replaced"),
    ];

    /// <summary>The status an error leads to. Every code stands here by name, so that a new one must be thought
    /// about.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The code is missing from this table.</exception>
    public static ExitStatus For(MutxError error) => error switch
    {
        MutxError.LockUnavailable or MutxError.LockTimeout or MutxError.LockLost => ExitStatus.LockNotObtained,

        MutxError.PreconditionFailed or MutxError.EmptyContent or MutxError.ValidationFailed
            or MutxError.CommandFailed or MutxError.Fenced => ExitStatus.Refused,

        MutxError.Io or MutxError.NotFound or MutxError.AlreadyExists or MutxError.AccessDenied
            or MutxError.NotPermitted or MutxError.IsADirectory or MutxError.NotADirectory or MutxError.SymbolicLink
            or MutxError.DanglingLink or MutxError.LinkLoop or MutxError.SpecialFile or MutxError.NameTooLong
            or MutxError.NoSpace or MutxError.QuotaExceeded or MutxError.ReadOnlyFilesystem or MutxError.CrossDevice
            or MutxError.Busy or MutxError.TooManyOpenFiles or MutxError.NotSupported or MutxError.LocksUnsupported
            or MutxError.UnusableLockFile or MutxError.LinkedLockFile or MutxError.NoLockDirectory
            or MutxError.UnclearLockMethod or MutxError.NoBackup or MutxError.ServerUnavailable
            or MutxError.InputFailed or MutxError.CorruptData or MutxError.InvalidRequest => ExitStatus.Error,

        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "an error without an exit status"),
    };
}
