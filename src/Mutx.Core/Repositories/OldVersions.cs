using Mutx.Platform;

namespace Mutx.Repositories;

/// <summary>
/// Old versions of a record, still open. The kernel frees a file that has been replaced when the last one closes it, and
/// that takes a quarter of the time of a commit: so it is done when nobody waits for it any more.
/// </summary>
internal sealed class OldVersions : IDisposable
{
    private readonly List<DiskFile> _files = [];

    /// <summary>Takes over an open file.</summary>
    public void Add(DiskFile file) => _files.Add(file);

    /// <summary>Closes them all.</summary>
    public void Dispose()
    {
        _files.ForEach(file => file.Dispose());
        _files.Clear();
    }
}
