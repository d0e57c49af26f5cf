namespace Mutx.Cli.Requests;

/// <summary>What <c>mutx queue</c> is to do.</summary>
internal enum QueueAction
{
    Create,
    Add,
    List,
    Show,
    Remove,
    Move,
    Pause,
    Resume,
    Run,
}
