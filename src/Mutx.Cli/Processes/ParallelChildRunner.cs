namespace Mutx.Cli.Processes;

/// <summary>Runs any number of child processes at once, one for each thread that calls it.</summary>
internal sealed class ParallelChildRunner : ChildRunner
{
    private readonly Lock _gate = new();
    private readonly List<ChildRunner> _running = [];
    private int _early;

    public override ChildResult Run(ChildCommand command)
    {
        ChildRunner runner = Create();
        lock (_gate)
        {
            _running.Add(runner);
            if (_early != 0)
            {
                runner.Forward(_early);
            }
        }

        try
        {
            return runner.Run(command);
        }
        finally
        {
            lock (_gate)
            {
                _running.RemoveAt(_running.FindIndex(each => ReferenceEquals(each, runner)));
            }
        }
    }

    public override void Forward(int signal)
    {
        lock (_gate)
        {
            // It is for those as well that are about to be started.
            _early = signal;
            _running.ForEach(runner => runner.Forward(signal));
        }
    }
}
