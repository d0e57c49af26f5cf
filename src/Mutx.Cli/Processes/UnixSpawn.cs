using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Mutx.Cli.Interop;

namespace Mutx.Cli.Processes;

/// <summary>One call of posix_spawnp(3), with the child's standard streams in place, SIGPIPE and SIGXFSZ back at their
/// defaults (the runtime ignores the one, this program the other, and what is ignored stays so across exec) and no signal
/// blocked.</summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe class UnixSpawn
{
    /// <summary>Starts the command.</summary>
    /// <returns>0, or the error number. Which program is meant, and whether it can be executed, is known by then.</returns>
    public static int Start(ChildCommand command, out int process)
    {
        byte* actions = stackalloc byte[Libc.SizeOfFileActions];
        byte* attributes = stackalloc byte[Libc.SizeOfSpawnAttributes];
        _ = Libc.posix_spawn_file_actions_init(actions);
        _ = Libc.posix_spawnattr_init(attributes);
        using var arguments = new NativeWords(DependentCommand.WordsFor(command));
        bool inputHeld = false;
        bool outputHeld = false;
        try
        {
            SetSignals(attributes);
            Redirect(actions, command.Input, 0, ref inputHeld);
            Redirect(actions, command.Output, 1, ref outputHeld);
            if (command.OutputToError)
            {
                _ = Libc.posix_spawn_file_actions_adddup2(actions, 2, 1);
            }

            if (command.ErrorToOutput)
            {
                _ = Libc.posix_spawn_file_actions_adddup2(actions, 1, 2);
            }

            return Libc.posix_spawnp(
                out process, arguments.Pointer[0], actions, attributes, arguments.Pointer, SystemNative.GetEnviron());
        }
        finally
        {
            LetGo(command.Input, inputHeld);
            LetGo(command.Output, outputHeld);
            _ = Libc.posix_spawnattr_destroy(attributes);
            _ = Libc.posix_spawn_file_actions_destroy(actions);
        }
    }

    private static void SetSignals(byte* attributes)
    {
        byte* set = stackalloc byte[Libc.SizeOfSigset];
        _ = Libc.sigemptyset(set);
        _ = Libc.posix_spawnattr_setsigmask(attributes, set);
        _ = Libc.sigaddset(set, Libc.SIGPIPE);
        _ = Libc.sigaddset(set, Libc.SIGXFSZ);
        _ = Libc.posix_spawnattr_setsigdefault(attributes, set);
        _ = Libc.posix_spawnattr_setflags(attributes, Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK);
    }

    /// <summary>The copy the child gets isn't closed on exec, whatever the original is.</summary>
    private static void Redirect(byte* actions, SafeFileHandle? source, int target, ref bool held)
    {
        if (source is not null)
        {
            source.DangerousAddRef(ref held);
            _ = Libc.posix_spawn_file_actions_adddup2(actions, (int)source.DangerousGetHandle(), target);
        }
    }

    private static void LetGo(SafeFileHandle? source, bool held)
    {
        if (held)
        {
            source!.DangerousRelease();
        }
    }
}
