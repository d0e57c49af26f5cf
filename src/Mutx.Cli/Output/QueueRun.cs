namespace Mutx.Cli.Output;

/// <summary>What a run of a queue has done.</summary>
/// <param name="Completed">How many commands exited 0.</param>
/// <param name="Failed">How many didn't, or couldn't be started.</param>
internal sealed record QueueRun(int Completed, int Failed);
