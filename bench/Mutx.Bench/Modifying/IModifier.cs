namespace Mutx.Bench.Modifying;

/// <summary>Adds 1 to the counter in a record of 1 KiB, durably when the task has ended.</summary>
internal interface IModifier : IDisposable
{
    Task ModifyAsync();
}
