using System.Collections;
using System.Runtime.InteropServices;

namespace Mutx.Bench;

/// <summary>One child process by posix_spawn, with everything prepared before the clock starts.</summary>
internal sealed partial class Spawn : IDisposable
{
    private const short SetSignalDefaults = 0x04;
    private const int SigPipe = 13;
    private const int WriteCreateTruncate = 0x1 | 0x40 | 0x200;
    private const int CloseOnExec = 0x80000;

    // Larger than any C library's posix_spawn_file_actions_t, posix_spawnattr_t and sigset_t.
    private const int OpaqueSize = 512;

    private readonly nint _actions = Marshal.AllocHGlobal(OpaqueSize);
    private readonly nint _attributes = Marshal.AllocHGlobal(OpaqueSize);
    private readonly string?[] _environment = ReadEnvironment();
    private int _input = -1;

    public Spawn(string output)
    {
        Require(posix_spawn_file_actions_init(_actions), "posix_spawn_file_actions_init");
        Require(posix_spawn_file_actions_addopen(_actions, 0, "/dev/null", 0, 0), "addopen");
        Require(posix_spawn_file_actions_addopen(_actions, 1, output, WriteCreateTruncate, 0x1B6), "addopen");
        Require(posix_spawnattr_init(_attributes), "posix_spawnattr_init");

        // The .NET runtime ignores SIGPIPE, and a child would inherit that.
        nint signals = Marshal.AllocHGlobal(OpaqueSize);
        Require(sigemptyset(signals), "sigemptyset");
        Require(sigaddset(signals, SigPipe), "sigaddset");
        Require(posix_spawnattr_setsigdefault(_attributes, signals), "posix_spawnattr_setsigdefault");
        Require(posix_spawnattr_setflags(_attributes, SetSignalDefaults), "posix_spawnattr_setflags");
        Marshal.FreeHGlobal(signals);
    }

    /// <summary>Puts <paramref name="content"/> into a pipe that becomes standard input.</summary>
    public void FeedInput(ReadOnlySpan<byte> content)
    {
        int[] ends = new int[2];
        Require(pipe2(ends, CloseOnExec), "pipe2");
        if (write(ends[1], content, content.Length) != content.Length)
        {
            throw new InvalidOperationException("the input doesn't fit into a pipe");
        }

        Require(close(ends[1]), "close");
        _input = ends[0];
        Require(posix_spawn_file_actions_adddup2(_actions, _input, 0), "adddup2");
    }

    /// <summary>Lets the child start in another directory.</summary>
    public void ChangeTo(string directory) => Require(posix_spawn_file_actions_addchdir_np(_actions, directory), "addchdir");

    public int Start(string file, string?[] arguments)
    {
        Require(posix_spawnp(out int process, file, _actions, _attributes, [.. arguments, null], _environment), $"starting {file}");
        return process;
    }

    /// <summary>Waits for the end of a child, and returns its wait status.</summary>
    public static int Wait(int process)
    {
        while (waitpid(process, out int status, 0) is int ended)
        {
            if (ended == process)
            {
                return status;
            }

            if (Marshal.GetLastPInvokeError() != 4)
            {
                break;
            }
        }

        throw new InvalidOperationException($"waitpid failed, errno {Marshal.GetLastPInvokeError()}");
    }

    public void Dispose()
    {
        _ = posix_spawn_file_actions_destroy(_actions);
        _ = posix_spawnattr_destroy(_attributes);
        Marshal.FreeHGlobal(_actions);
        Marshal.FreeHGlobal(_attributes);
        if (_input >= 0)
        {
            _ = close(_input);
        }
    }

    private static string?[] ReadEnvironment() =>
        [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}"), null];

    private static void Require(int result, string what)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"{what} failed: {result}");
        }
    }

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(nint actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(nint actions);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addopen(nint actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addchdir_np(nint actions, string directory);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(nint actions, int from, int to);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(nint attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(nint attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(nint attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(nint attributes, nint signals);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawnp(
        out int process, string file, nint actions, nint attributes, string?[] arguments, string?[] environment);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitpid(int process, out int status, int options);

    [LibraryImport("libc")]
    private static partial int sigemptyset(nint signals);

    [LibraryImport("libc")]
    private static partial int sigaddset(nint signals, int signal);

    [LibraryImport("libc")]
    private static partial int pipe2([Out] int[] ends, int flags);

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, ReadOnlySpan<byte> content, nint length);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
