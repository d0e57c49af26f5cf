namespace Mutx.Powercut;

/// <summary>A way to replace a file.</summary>
internal interface IWriter
{
    /// <summary>Replaces the file; true acknowledges it, false says that it could not be done.</summary>
    bool TryWrite(string path, byte[] content);
}
