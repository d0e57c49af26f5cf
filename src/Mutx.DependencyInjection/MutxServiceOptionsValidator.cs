using Microsoft.Extensions.Options;

namespace Mutx.DependencyInjection;

/// <summary>Says what is wrong with options, all of it at once.</summary>
internal sealed class MutxServiceOptionsValidator : IValidateOptions<MutxServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, MutxServiceOptions options)
    {
        var problems = new List<string>();
        if (options.LockTimeout < TimeSpan.Zero && options.LockTimeout != Timeout.InfiniteTimeSpan)
        {
            problems.Add($"{nameof(options.LockTimeout)} is {options.LockTimeout}: a time to wait isn't negative.");
        }

        if (!Enum.IsDefined(options.Durability))
        {
            problems.Add($"{nameof(options.Durability)} is {options.Durability}: there are Full, FileOnly and None.");
        }

        CheckPath(problems, nameof(options.LockDirectory), options.LockDirectory);
        CheckPath(problems, nameof(options.StateDirectory), options.StateDirectory);
        CheckPath(problems, nameof(options.HealthCheckPath), options.HealthCheckPath);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckPath(List<string> problems, string name, string? path)
    {
        // A relative one would depend on where the host was started.
        if (path is not null && (path.Contains('\0') || !Path.IsPathFullyQualified(path)))
        {
            problems.Add($"{name} is '{path}': it has to be an absolute path.");
        }
    }
}
