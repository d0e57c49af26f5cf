namespace Mutx.Powercut;

/// <summary>A way to replace a file.</summary>
internal interface IWriter
{
    /// <summary>Replaces the file; true acknowledges it, false says that it could not be done.</summary>
    bool TryWrite(string path, byte[] content);

    /// <summary>What the file holds after a cut, as this writer's readers see it; null if there is none.</summary>
    byte[]? Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;
}
