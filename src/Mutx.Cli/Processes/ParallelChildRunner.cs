namespace Mutx.Cli.Processes;

/// <summary>Runs any number of child processes at once, one for each thread that calls it.</summary>
internal sealed class ParallelChildRunner : ChildRunner
{
    private readonly Lock _gate = new();
    private readonly List<ChildRunner> _running = [];

    public override ChildResult Run(ChildCommand command)
    {
        ChildRunner runner = Create();
        lock (_gate)
        {
            _running.Add(runner);
        }

        try
        {
            return runner.Run(command);
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove(runner);
            }
        }
    }

    public override void Forward(int signal)
    {
        lock (_gate)
        {
            _running.ForEach(runner => runner.Forward(signal));
        }
    }
}
