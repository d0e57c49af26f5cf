using Microsoft.Win32.SafeHandles;
using Mutx.Primitives;

#pragma warning disable RS0030 // System.IO.File: the logs of queued commands, whose descriptors the commands write to themselves
#pragma warning disable RS0030 // System.IO.Directory: the directory that they lie in
#pragma warning disable RS0030 // System.IO.DirectoryInfo: what making it returns

namespace Mutx.Cli.Processes;

/// <summary>Where the output of a queued command goes: a file of its own, which the command writes to by descriptor.</summary>
internal static class CommandLog
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The log of a command of a queue.</summary>
    public static string PathOf(string directory, string queue, string id) =>
        Path.Join(Path.GetFullPath(directory), queue + ".logs", id + ".log");

    /// <summary>Begins a log; what an earlier attempt at the command wrote is dropped.</summary>
    public static SafeFileHandle Open(string path)
    {
        try
        {
            string directory = Path.GetDirectoryName(path)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory);
            }
            else
            {
                Directory.CreateDirectory(directory, Private);
            }

            return File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MutxException(MutxError.Io, $"cannot write the log '{path}': {e.Message}", e) { Path = path };
        }
    }

    /// <summary>What a command reads that has nobody to type anything.</summary>
    public static SafeFileHandle OpenNothing() =>
        File.OpenHandle(OperatingSystem.IsWindows() ? "NUL" : "/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    /// <summary>Removes the log of a command that is no longer in the queue; none is no error.</summary>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A log that can't be removed is no reason to say that the command wasn't.
        }
    }
}
