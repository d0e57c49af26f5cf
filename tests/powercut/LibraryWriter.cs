using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Updating;
using Mutx.Writing;

namespace Mutx.Powercut;

/// <summary>The library, in this process.</summary>
internal sealed class LibraryWriter(Durability durability, string work) : IWriter
{
    private readonly ReplaceOptions _options = new()
    {
        File = new AtomicFileOptions { Durability = durability },
        Lock = new FileLockOptions { Directory = Path.Join(work, "locks") },
    };

    public bool TryWrite(string path, byte[] content)
    {
        try
        {
            return LockedFile.Replace(path, content, _options).Warnings.Count == 0;
        }
        catch (MutxException)
        {
            return false;
        }
    }
}
