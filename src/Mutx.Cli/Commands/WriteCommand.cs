using Microsoft.Win32.SafeHandles;
using Mutx.Cli.CommandLine;
using Mutx.Cli.Exit;
using Mutx.Cli.Output;
using Mutx.Cli.Processes;
using Mutx.Cli.Requests;
using Mutx.Cli.Servers;
using Mutx.Cli.Signals;
using Mutx.Cli.Streams;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Updating;
using Mutx.Writing;

#pragma warning disable RS0030 // System.IO.Path.Exists: whether a lone word is a file is asked before it is taken for one

namespace Mutx.Cli.Commands;

/// <summary>Replaces a file with standard input, a file, or what a command prints or makes of it.</summary>
internal sealed class WriteCommand(WriteRequest request, Reporter reporter, ChildRunner children, Interruption interruption)
{
    private AskedLock? _server;

    public ExitStatus Run()
    {
        _server = LockVoice.OfServer(request.Server, request.Output, reporter);
        if (request.Update is { } ifMissing)
        {
            return Update(ifMissing);
        }

        RefuseLoneWord();
        using SafeFileHandle? input = request.Command is null ? OpenInput() : null;
        ReplaceResult result = LockedFile.Replace(
            request.Output, writer => Produce(writer, input), Complete(request.Options), interruption.Token);
        interruption.ClaimEnding();
        return ReplaceReport.Tell(reporter, "write", result);
    }

    /// <summary>A slip of the finger must not create a file, nor wait for input that nobody meant to give.</summary>
    private void RefuseLoneWord()
    {
        if (request.IsLoneWord && LoneWord.Meaning(request.Output) is { } meant && !Path.Exists(request.Output))
        {
            throw new MutxException(MutxError.InvalidRequest, $"'{request.Output}' is no command, and there is no file of that name")
            {
                Path = request.Output,
                Hint = $"did you mean '{meant}'? To create the file: mutx write {request.Output}",
            };
        }
    }

    private ExitStatus Update(MissingFile ifMissing)
    {
        var options = new UpdateOptions { Replace = Complete(request.Options), IfMissing = ifMissing };
        ReplaceResult result = LockedFile.Update(
            request.Output, (current, writer) => Produce(writer, current.Handle), options, interruption.Token);
        interruption.ClaimEnding();
        return ReplaceReport.Tell(reporter, "update", result);
    }

    /// <summary>The options with what only the running program has: its voice and its children.</summary>
    private ReplaceOptions Complete(ReplaceOptions options) => options with
    {
        File = options.File with { Logger = reporter.Logger },
        Lock = LockVoice.Give(options.Lock, reporter),
        ServerLock = _server,
        Validate = request.Validator is { } line
            ? staged => new Validator(children, interruption).Judge(line, staged, request.Output)
            : null,
    };

    private SafeFileHandle OpenInput()
    {
        if (request.Input is not null)
        {
            return InputFile.Open(request.Input, request.Options.File.Symlinks);
        }

        return StandardStreams.InputIsClosed
            ? throw new MutxException(MutxError.InputFailed, "cannot read standard input: it is closed")
            {
                Hint = "give it something to read, or use --input FILE",
            }
            : StandardStreams.Input();
    }

    private void Produce(AtomicWriter writer, SafeFileHandle? input)
    {
        interruption.AskBeforeEnding(() => writer.IsPublishing);
        using ProgressDisplay? progress = reporter.ShowsProgress
            ? new ProgressDisplay(request.Output, () => LengthSoFar(writer), input is null ? null : InputLength.Of(input))
            : null;
        if (request.Command is { } command)
        {
            RunProducer(command, input, writer);
        }
        else
        {
            if (request.Input is null && StandardStreams.InputIsTerminal)
            {
                reporter.Remark($"reading from the terminal; {StandardStreams.EndKey} ends it, Ctrl-C cancels");
            }

            writer.CopyFrom(input!, request.Input ?? "standard input", interruption.Token);
        }

        progress?.Complete();
    }

    private void RunProducer(string[] words, SafeFileHandle? input, AtomicWriter writer)
    {
        if (!request.Options.Unlocked)
        {
            ChildEnvironment.Tell(new FileLock(request.Output, request.Options.Lock), _server?.Last);
        }

        ChildResult result = children.Run(new ChildCommand(words) { Input = input, Output = writer.Handle });
        interruption.CheckAfter(result);
        if (!result.Succeeded)
        {
            throw new MutxException(
                MutxError.CommandFailed, $"refused to replace '{request.Output}': the command '{words[0]}' {result.Describe()}")
            {
                Path = request.Output,
            };
        }
    }

    /// <summary>Asked by the thread that shows progress, while a signal may be discarding the content.</summary>
    private static long LengthSoFar(AtomicWriter writer)
    {
        try
        {
            return writer.Length;
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }
}
