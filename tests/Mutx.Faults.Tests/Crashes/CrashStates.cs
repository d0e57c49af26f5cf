namespace Mutx.Faults.Tests.Crashes;

/// <summary>Every state in which a directory could be found after a power cut: names to contents.</summary>
internal sealed class CrashStates(Dictionary<string, TrackedFile> safe, IReadOnlyList<NameChange> pending, IReadOnlyList<TrackedFile> files)
{
    private const int MaxPending = 12;

    public IEnumerable<IReadOnlyDictionary<string, byte[]>> All()
    {
        Assert.InRange(pending.Count, 0, MaxPending);
        var contents = files.ToDictionary(file => file, file => file.Possible());
        for (int subset = 0; subset < 1 << pending.Count; subset++)
        {
            Dictionary<string, TrackedFile> names = NameChange.Apply(safe, pending.Where((_, i) => (subset & (1 << i)) != 0));
            foreach (Dictionary<TrackedFile, byte[]> choice in Choices([.. names.Values.Distinct()], contents))
            {
                yield return names.ToDictionary(name => name.Key, name => choice[name.Value]);
            }
        }
    }

    private static IEnumerable<Dictionary<TrackedFile, byte[]>> Choices(
        IReadOnlyList<TrackedFile> files, Dictionary<TrackedFile, IReadOnlyList<byte[]>> contents)
    {
        if (files.Count == 0)
        {
            return [[]];
        }

        return Choices([.. files.Skip(1)], contents).SelectMany(
            rest => contents[files[0]].Select(content => new Dictionary<TrackedFile, byte[]>(rest) { [files[0]] = content }));
    }
}
