namespace Mutx.Faults.Tests.Crashes;

/// <summary>What one call did to the names of a directory: it happens as a whole or not at all.</summary>
internal sealed record NameChange(IReadOnlyList<(string Name, TrackedFile? File)> Names)
{
    public static Dictionary<string, TrackedFile> Apply(Dictionary<string, TrackedFile> before, IEnumerable<NameChange> changes)
    {
        var after = new Dictionary<string, TrackedFile>(before);
        foreach ((string name, TrackedFile? file) in changes.SelectMany(change => change.Names))
        {
            if (file is null)
            {
                after.Remove(name);
            }
            else
            {
                after[name] = file;
            }
        }

        return after;
    }
}
