namespace Mutx.Cli.Exit;

/// <summary>How the program ends. The numbers are part of its interface; <see cref="ExitStatusTable"/> says what
/// each means.</summary>
internal enum ExitStatus
{
    Done = 0,
    Error = 1,
    LockNotObtained = 2,
    Interrupted = 3,
    Refused = 4,
}
