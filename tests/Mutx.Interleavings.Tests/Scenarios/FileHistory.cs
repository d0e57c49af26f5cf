using System.Text;

namespace Mutx.Interleavings.Tests.Scenarios;

/// <summary>
/// The versions that a file has had, as the disk saw them come. A version is <c>&lt;words&gt;</c>; an update adds its word to what is
/// there, so that one that was made from anything but its predecessor shows.
/// </summary>
internal sealed class FileHistory(byte[] first)
{
    private readonly List<string> _versions = [Encoding.UTF8.GetString(first)];
    private readonly Dictionary<string, string> _updates = [];
    private readonly List<(string Backup, string Content)> _kept = [];

    public IReadOnlyList<string> Versions => _versions;

    /// <summary>Whoever puts a version there under this name has made it from its predecessor.</summary>
    public void ExpectUpdate(string process, string word) => _updates[process] = word;

    public static string Update(string content, string word) => $"{content[..^1]} {word}>";

    /// <summary>A new version has come; what is wrong with it, if anything is.</summary>
    public string? Add(string process, byte[] content)
    {
        string version = Encoding.UTF8.GetString(content);
        string before = _versions[^1];
        _versions.Add(version);
        return version is not ['<', .., '>'] ? "it is torn"
            : _updates.TryGetValue(process, out string? word) && version != Update(before, word) ? $"an update is lost, it was '{before}' before"
            : null;
    }

    /// <summary>A writer has acknowledged its version, and says where what it replaced is kept.</summary>
    public void Acknowledge(string version, string? backup)
    {
        int at = _versions.LastIndexOf(version);
        Assert.True(at > 0, $"'{version}' is acknowledged, and was never there");
        if (backup is not null)
        {
            _kept.Add((backup, _versions[at - 1]));
        }
    }

    public string? Problem(World world, string path)
    {
        string? now = world.Read(path);
        if (now != _versions[^1])
        {
            return $"it holds '{now}' in the end, but the last version was '{_versions[^1]}'";
        }

        bool hasDead = world.Scheduler.Processes.Any(each => each.IsDead);
        foreach (IGrouping<string, (string Backup, string Content)> each in _kept.GroupBy(kept => kept.Backup))
        {
            // One name for all: the last one counts. One who was killed after he had put his own there, and before he replaced the file, leaves that.
            string? content = world.Read(each.Key);
            if (content != each.Last().Content && !(hasDead && each.Key.EndsWith("target.mutx.backup", StringComparison.Ordinal) && _versions.Contains(content!)))
            {
                return $"the backup {each.Key} holds '{content}', but was to hold '{each.Last().Content}'";
            }
        }

        return null;
    }
}
