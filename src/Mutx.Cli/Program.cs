using Mutx.Cli.CommandLine;
using Mutx.Cli.Commands;
using Mutx.Cli.Exit;
using Mutx.Cli.Help;
using Mutx.Cli.Hints;
using Mutx.Cli.Output;
using Mutx.Cli.Processes;
using Mutx.Cli.Requests;
using Mutx.Cli.Servers;
using Mutx.Cli.Signals;
using Mutx.Cli.Streams;
using Mutx.Primitives;

namespace Mutx.Cli;

/// <summary>Parse, run, render, exit: each in its own room, joined here.</summary>
internal static class Program
{
    internal static int Main(string[] arguments)
    {
        StandardStreams.Secure();
        return (int)Start(arguments);
    }

    private static ExitStatus Start(string[] arguments)
    {
        // Where nothing but the version is asked for, the tables of options and commands aren't needed.
        bool isVersion = arguments is [ProgramVersion.Option];
        var reporter = new Reporter(new ReportOptions { Json = !isVersion && RequestReader.WantsJson(arguments) });
        try
        {
            if (isVersion)
            {
                return TellVersion(reporter);
            }

            ParseError? error = RawArguments.Check(arguments);
            Request? request = error is null ? RequestReader.Read(arguments, ProgramEnvironment.Get, out error) : null;
            return request switch
            {
                null => reporter.Fail(error!),
                VersionRequest => TellVersion(reporter),
                HelpRequest { About: null } => reporter.Print(HelpText.ForProgram()),
                HelpRequest { About: { } command } => reporter.Print(HelpText.ForCommand(command)),
                { Server: not null } when LockServers.Connect is null => ServersProgram.Become(arguments, new Reporter(request.Report)),
                _ => RunCommand(request),
            };
        }
        catch (Exception e)
        {
            return reporter.Crash(e);
        }
    }

    private static ExitStatus TellVersion(Reporter reporter) => reporter.Print(ProgramVersion.Text + "\n");

    private static ExitStatus RunCommand(Request request)
    {
        FileSizeLimit.MakeError();
        var reporter = new Reporter(request.Report, error => HintTable.For(error, request));
        ChildRunner children = request is QueueRequest ? new ParallelChildRunner() : ChildRunner.Create();
        string? path = request switch
        {
            WriteRequest write => write.Output,
            RestoreRequest restore => restore.File,
            _ => null,
        };
        var interruption = new Interruption(reporter, children, path);
        interruption.BeforeEnding(LockServers.Close);
        if (request is not RunRequest)
        {
            interruption.Begin(); // that one begins when it has to wait
        }

        try
        {
            return Dispatch(request, reporter, children, interruption);
        }
        catch (Exception e)
        {
            interruption.ClaimEnding();
            switch (e)
            {
                case MutxException error:
                    return reporter.Fail(error);
                case OperationCanceledException:
                    reporter.Interrupted(path);
                    return ExitStatus.Interrupted;
                default:
                    return reporter.Crash(e);
            }
        }
    }

    private static ExitStatus Dispatch(Request request, Reporter reporter, ChildRunner children, Interruption interruption) =>
        request switch
        {
            RunRequest run => new RunCommand(run, reporter, children, interruption).Run(),
            StatusRequest status => new StatusCommand(status, reporter).Run(),
            ShareRequest share => new ShareCommand(share, reporter).Run(),
            WriteRequest write => new WriteCommand(write, reporter, children, interruption).Run(),
            BackupsRequest backups => new BackupsCommand(backups, reporter).Run(),
            RestoreRequest restore => new RestoreCommand(restore, reporter, interruption).Run(),
            HousekeepRequest housekeep => new HousekeepCommand(housekeep, reporter, interruption).Run(),
            FeatureRequest feature => new FeatureCommand(feature, reporter, interruption).Run(),
            QueueRequest queue => new QueueCommand(queue, reporter, children, interruption).Run(),
            _ => throw new NotSupportedException(request.ToString()),
        };
}
