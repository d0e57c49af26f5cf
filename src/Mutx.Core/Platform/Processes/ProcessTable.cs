namespace Mutx.Platform;

/// <summary>The system's processes.</summary>
internal abstract class ProcessTable
{
    /// <summary>The processes of the system this one runs on.</summary>
    public static ProcessTable Current { get; } =
        OperatingSystem.IsWindows() ? new WindowsProcessTable()
        : OperatingSystem.IsMacOS() ? new MacProcessTable()
        : new LinuxProcessTable();

    /// <summary>What is known of the process with a number now. Never throws.</summary>
    public abstract ProcessFacts Look(int processId);

    /// <summary>This process.</summary>
    public abstract ProcessIdentity Own();
}
