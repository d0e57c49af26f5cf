using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>macOS: kill(2) tells whether there is a process, libproc when it started.</summary>
internal sealed class MacProcessTable : ProcessTable
{
    public override ProcessFacts Look(int processId)
    {
        if (Libc.kill(processId, 0) != 0 && Marshal.GetLastPInvokeError() != Errno.EPERM)
        {
            return ProcessFacts.None;
        }

        // The system tells start times by the calendar, which can be set: no age is made of them.
        return Information(processId) is var (status, started)
            ? new ProcessFacts { Exists = status != LibSystem.SZOMB, Started = started }
            : new ProcessFacts { Exists = true };
    }

    public override ProcessIdentity Own() => new()
    {
        ProcessId = Environment.ProcessId,
        HostName = Environment.MachineName,
        Started = Information(Environment.ProcessId)?.Started,
        Boot = BootSession(),
        PidNamespace = 0, // there is one
    };

    private static unsafe (uint Status, long Started)? Information(int processId)
    {
        byte* buffer = stackalloc byte[LibSystem.BsdInfoLength];
        if (LibSystem.proc_pidinfo(processId, LibSystem.PROC_PIDTBSDINFO, 0, buffer, LibSystem.BsdInfoLength) != LibSystem.BsdInfoLength)
        {
            return null;
        }

        var bytes = new ReadOnlySpan<byte>(buffer, LibSystem.BsdInfoLength);
        ulong seconds = BinaryPrimitives.ReadUInt64LittleEndian(bytes[LibSystem.BsdInfoStartSeconds..]);
        ulong microseconds = BinaryPrimitives.ReadUInt64LittleEndian(bytes[LibSystem.BsdInfoStartMicroseconds..]);
        uint status = BinaryPrimitives.ReadUInt32LittleEndian(bytes[LibSystem.BsdInfoStatus..]);
        return (status, (long)((seconds * 1_000_000) + microseconds));
    }

    private static unsafe string? BootSession()
    {
        const int Size = 64;
        byte* buffer = stackalloc byte[Size];
        nuint length = Size;
        return LibSystem.sysctlbyname("kern.bootsessionuuid", buffer, ref length, 0, 0) == 0
            ? Encoding.UTF8.GetString(buffer, (int)length).TrimEnd('\0')
            : null;
    }
}
