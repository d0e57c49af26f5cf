using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Windows: a process that can be opened exists, and so does one that may not be.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsProcessTable : ProcessTable
{
    private const int InvalidParameter = 87; // what OpenProcess says where there is no such process

    public override ProcessFacts Look(int processId)
    {
        using SafeProcessHandle process = Kernel32.OpenProcess(Kernel32.PROCESS_QUERY_AND_WAIT, 0, processId);
        if (process.IsInvalid)
        {
            return new ProcessFacts { Exists = Marshal.GetLastPInvokeError() != InvalidParameter };
        }

        bool ended = Kernel32.WaitForSingleObject(process, 0) == Kernel32.WAIT_OBJECT_0;
        return new ProcessFacts { Exists = !ended, Started = Started(process) };
    }

    /// <summary>Windows has no number for a boot, so that a claim of a process that has ended counts until it is stale by age.</summary>
    public override ProcessIdentity Own()
    {
        using SafeProcessHandle process = Kernel32.OpenProcess(Kernel32.PROCESS_QUERY_AND_WAIT, 0, Environment.ProcessId);
        return new ProcessIdentity
        {
            ProcessId = Environment.ProcessId,
            HostName = Environment.MachineName,
            Started = process.IsInvalid ? null : Started(process),
            PidNamespace = 0, // there is one
        };
    }

    private static long? Started(SafeProcessHandle process) =>
        Kernel32.GetProcessTimes(process, out long created, out _, out _, out _) != 0 ? created : null;
}
