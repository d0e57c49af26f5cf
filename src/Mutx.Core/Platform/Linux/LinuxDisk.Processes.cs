namespace Mutx.Platform;

/// <summary>Linux: files as other processes have them open.</summary>
internal sealed partial class LinuxDisk
{
    /// <summary>Which file a link leads to, the links of /proc/PID/fd included; null if that can't be told.</summary>
    public static FileIdentity? IdentityBehind(string path) => TryLook(CurrentDirectory, path, flags: 0)?.Identity;
}
