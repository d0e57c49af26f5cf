using Microsoft.Win32.SafeHandles;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Updating;

/// <summary>
/// The content that an update starts from: that of the file, or nothing where there is no file. To be read while the
/// update runs, from its start to its end, by one thread.
/// </summary>
public sealed class CurrentContent : IDisposable
{
    private readonly Disk _disk;
    private readonly DiskFile _file;

    internal CurrentContent(Disk disk, DiskFile file, bool exists)
    {
        _disk = disk;
        _file = file;
        Exists = exists;
    }

    /// <summary>Whether there is a file.</summary>
    public bool Exists { get; }

    /// <summary>The open file, for handing it to another process. Its position moves with what is read by any way.</summary>
    public SafeFileHandle Handle => _file.Handle;

    /// <summary>Reads what is there, up to the buffer's length; 0 at the end.</summary>
    /// <param name="buffer">Where to.</param>
    /// <exception cref="MutxException">It can't be read.</exception>
    public int Read(Span<byte> buffer) => _disk.Read(_file, buffer);

    /// <summary>Reads the rest into memory.</summary>
    /// <exception cref="MutxException">It can't be read.</exception>
    public byte[] ReadAllBytes()
    {
        const int Step = 64 * 1024;
        var bytes = new byte[Step];
        int length = 0;
        for (int read = Read(bytes); read > 0; read = Read(bytes.AsSpan(length)))
        {
            length += read;
            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, checked(length * 2));
            }
        }

        return bytes[..length];
    }

    /// <summary>Reads the rest as UTF-8; a byte order mark is left out.</summary>
    /// <exception cref="CorruptDataException">It isn't UTF-8.</exception>
    /// <exception cref="MutxException">It can't be read.</exception>
    public string ReadAllText() => Utf8Text.Decode(ReadAllBytes(), _file.Path);

    /// <summary>The bytes of the text that takes the place of this one; a byte order mark stays.</summary>
    internal byte[] TransformText(Func<string, string> transform)
    {
        byte[] old = ReadAllBytes();
        string text = transform(Utf8Text.Decode(old, _file.Path))
            ?? throw new InvalidOperationException("A transform must return the new text; for an empty file that is the empty text.");
        return Utf8Text.EncodeLike(old, text, nameof(transform));
    }

    /// <summary>Closes the file; whoever updates does that.</summary>
    public void Dispose() => _file.Dispose();
}
