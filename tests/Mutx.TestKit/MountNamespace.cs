namespace Mutx.TestKit;

/// <summary>
/// Runs a script where it may mount what it likes: in a mount namespace of its own, so that every mount is gone when
/// it ends. What the script wants to show it prints, since only it sees those mounts.
/// </summary>
public static class MountNamespace
{
    public static ProgramRun Shell(Sandbox sandbox, string script)
    {
        Need.Root();
        Need.Package("unshare", "util-linux");
        return sandbox.Run("unshare", "--mount", "--propagation", "private", "/bin/sh", "-euc", script);
    }
}
