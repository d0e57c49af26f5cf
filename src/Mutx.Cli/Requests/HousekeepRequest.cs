using Mutx.Housekeeping;

namespace Mutx.Cli.Requests;

/// <summary>Remove what nobody needs any more.</summary>
internal sealed record HousekeepRequest : Request
{
    public required IReadOnlyList<HousekeepTask> Tasks { get; init; }

    /// <summary>How it is done; the scope is the task's.</summary>
    public required HousekeepingOptions Options { get; init; }

    /// <summary>Whether the plan is only shown.</summary>
    public bool DryRun { get; init; }

    public bool Sweeps(HousekeepingScope scope)
    {
        foreach (HousekeepTask task in Tasks)
        {
            if (task.Scope.HasFlag(scope))
            {
                return true;
            }
        }

        return false;
    }
}
