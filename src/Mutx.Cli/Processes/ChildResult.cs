namespace Mutx.Cli.Processes;

/// <summary>How a child process ended: with a status of its own, or by a signal.</summary>
internal readonly record struct ChildResult
{
    private ChildResult(int status, int signal)
    {
        Status = status;
        Signal = signal;
    }

    /// <summary>Its exit status; 0 where a signal ended it.</summary>
    public int Status { get; }

    /// <summary>The signal that ended it, or 0.</summary>
    public int Signal { get; }

    /// <summary>As shells count it: 128 and the signal where one ended it.</summary>
    public int AsShellStatus => Signal == 0 ? Status : 128 + Signal;

    public bool Succeeded => Status == 0 && Signal == 0;

    public static ChildResult Exited(int status) => new(status, 0);

    public static ChildResult EndedBy(int signal) => new(0, signal);

    /// <summary>Unpacks what waitpid(2) tells: the signal in the low seven bits, or else the status in the next byte.
    /// Linux and macOS agree on it.</summary>
    public static ChildResult FromWaitStatus(int packed) =>
        (packed & 0x7F) == 0 ? new ChildResult((packed >> 8) & 0xFF, 0) : new ChildResult(0, packed & 0x7F);

    /// <summary>As the end of a sentence about the command.</summary>
    public string Describe() =>
        Signal == 0 ? $"exited with status {Status}" : $"was ended by {SignalNames.Describe(Signal)}";
}
