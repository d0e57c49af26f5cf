using Microsoft.Win32.SafeHandles;
using Mutx.Primitives;
using Mutx.Writing;

#pragma warning disable RS0030 // System.IO.File: the logs of queued commands, whose descriptors the commands write to themselves

namespace Mutx.Cli.Processes;

/// <summary>Where the output of a queued command goes: a file of its own, which the command writes to by descriptor.</summary>
internal static class CommandLog
{
    /// <summary>The log of a command of a queue.</summary>
    public static string PathOf(string directory, string queue, string id) =>
        Path.Join(Path.GetFullPath(directory), queue + ".logs", id + ".log");

    /// <summary>
    /// Begins a log; that of an earlier attempt at the command is dropped. Ids can be guessed, and the queue's directory may
    /// be one that others write: what they planted there is not written through.
    /// </summary>
    public static SafeFileHandle Open(string path)
    {
        try
        {
            return PrivateFile.Create(path);
        }
        catch (MutxException e)
        {
            throw new MutxException(e.Error, $"cannot write the log '{path}': {e.Message}", e)
            {
                Path = path,
                NativeError = e.NativeError,
                Hint = e.Hint,
            };
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
            PrivateFile.Remove(path);
        }
        catch (MutxException)
        {
            // A log that can't be removed is no reason to say that the command wasn't.
        }
    }
}
