namespace Mutx.Powercut;

/// <summary>A control: a writer that renames and syncs the directory, and never syncs the file, as so many do.</summary>
internal sealed class CarelessWriter : IWriter
{
    public bool TryWrite(string path, byte[] content)
    {
        try
        {
            string staged = path + ".new";
            File.WriteAllBytes(staged, content);
            File.Move(staged, path, overwrite: true);
            using var directory = new OpenDirectory(Path.GetDirectoryName(path)!);
            directory.Sync();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
