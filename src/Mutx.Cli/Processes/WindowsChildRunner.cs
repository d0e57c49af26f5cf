using System.Diagnostics;
using Mutx.Primitives;

#pragma warning disable RS0030 // System.Console: a child's errors are copied to the stream of this process
#pragma warning disable RS0030 // System.IO.FileStream: a child's streams are pipes and handles that others opened

namespace Mutx.Cli.Processes;

/// <summary>
/// Windows: descriptors can't be handed over, so the child's streams are pipes that are copied by this process. Signals
/// need no forwarding: the console sends them to every process attached to it.
/// </summary>
internal sealed class WindowsChildRunner : ChildRunner
{
    public override ChildResult Run(ChildCommand command)
    {
        var start = new ProcessStartInfo(command.Words[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = command.Input is not null,
            RedirectStandardError = command.ErrorToOutput,
            RedirectStandardOutput = command.Output is not null || command.OutputToError,
        };
        for (int i = 1; i < command.Words.Count; i++)
        {
            start.ArgumentList.Add(command.Words[i]);
        }

        command.Starting?.Invoke();
        using Process process = Start(start);
        Thread? feeder = Feed(process, command);
        Drain(process, command);
        process.WaitForExit();
        feeder?.Join();
        return ChildResult.Exited(process.ExitCode);
    }

    public override void Forward(int signal)
    {
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new MutxException(
                MutxError.CommandFailed, $"the command '{start.FileName}' could not be started: {e.Message}", e)
            {
                NativeError = e.NativeErrorCode,
                Hint = "check its spelling, and PATH",
            };
        }
    }

    /// <summary>Writes the child's input from a thread of its own, so that a child that answers before it has read
    /// everything can't block both.</summary>
    private static Thread? Feed(Process process, ChildCommand command)
    {
        if (command.Input is null)
        {
            return null;
        }

        var feeder = new Thread(() =>
        {
            try
            {
                using Stream target = process.StandardInput.BaseStream;
                using var source = new FileStream(command.Input, FileAccess.Read, bufferSize: 0);
                source.CopyTo(target);
            }
            catch (IOException)
            {
                // The child closed its input early, as it may.
            }
        });
        feeder.Start();
        return feeder;
    }

    private static void Drain(Process process, ChildCommand command)
    {
        if (command.Output is not null)
        {
            using var target = new FileStream(command.Output, FileAccess.Write, bufferSize: 0);
            Stream shared = Stream.Synchronized(target);
            Task errors = command.ErrorToOutput
                ? process.StandardError.BaseStream.CopyToAsync(shared)
                : Task.CompletedTask;
            process.StandardOutput.BaseStream.CopyTo(shared);
            errors.GetAwaiter().GetResult();
        }
        else if (command.OutputToError)
        {
            using Stream target = Console.OpenStandardError();
            process.StandardOutput.BaseStream.CopyTo(target);
        }
    }
}
