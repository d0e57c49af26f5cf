using Mutx.Primitives;

namespace Mutx.Cli.Processes;

/// <summary>
/// Runs one child process at a time and waits for it. <see cref="Forward"/> may be called from any thread meanwhile.
/// Every descriptor of this process but the standard ones is closed in the child.
/// </summary>
internal abstract class ChildRunner
{
    /// <summary>The one for this operating system.</summary>
    public static ChildRunner Create() => OperatingSystem.IsWindows() ? new WindowsChildRunner() : new UnixChildRunner();

    /// <summary>Runs the command and blocks until it ends.</summary>
    /// <exception cref="MutxException">It could not be started (<see cref="MutxError.CommandFailed"/>).</exception>
    public abstract ChildResult Run(ChildCommand command);

    /// <summary>Passes a signal on to the child that is running; one that is still to come ends by it before it begins.</summary>
    public abstract void Forward(int signal);
}
