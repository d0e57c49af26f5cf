using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mutx.Cli.Streams;

namespace Mutx.Cli.Output;

/// <summary>
/// Many paths as the members of a JSON array, in pieces of UTF-8: a million of them fit where as many strings wouldn't.
/// </summary>
internal sealed class PathList
{
    private const int PieceLength = 64 * 1024;

    private readonly List<byte[]> _full = [];
    private byte[] _piece = new byte[1024];
    private int _length;

    public int Count { get; private set; }

    public void Add(string path)
    {
        ReadOnlySpan<byte> encoded = JsonEncodedText.Encode(path, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        if (Count++ > 0)
        {
            Append(","u8);
        }

        Append("\""u8);
        Append(encoded);
        Append("\""u8);
    }

    /// <summary>Writes the members to standard output.</summary>
    /// <returns>Why that could not be done, or null.</returns>
    public string? Print()
    {
        foreach (byte[] piece in _full)
        {
            if (StandardOutput.Write(piece) is { } problem)
            {
                return problem;
            }
        }

        return StandardOutput.Write(_piece.AsSpan(0, _length));
    }

    public override string ToString() =>
        string.Concat(_full.ConvertAll(Encoding.UTF8.GetString)) + Encoding.UTF8.GetString(_piece.AsSpan(0, _length));

    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > _piece.Length - _length)
        {
            int fitting = _piece.Length - _length;
            bytes[..fitting].CopyTo(_piece.AsSpan(_length));
            bytes = bytes[fitting..];
            _full.Add(_piece);
            _piece = new byte[PieceLength];
            _length = 0;
        }

        bytes.CopyTo(_piece.AsSpan(_length));
        _length += bytes.Length;
    }
}
