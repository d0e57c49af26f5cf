using System.Text;
using Mutx.Cli.Streams;

namespace Mutx.Cli.Output;

/// <summary>Many lines for standard output, written in pieces. After the first failure nothing more is tried.</summary>
internal sealed class LineWriter
{
    private const int PieceLength = 32 * 1024;

    private readonly StringBuilder _piece = new();

    /// <summary>Why the lines could not be written; null if they could, or if the reader has simply gone.</summary>
    public string? Problem { get; private set; }

    public void Write(string line)
    {
        _piece.Append(line).Append('\n');
        if (_piece.Length >= PieceLength)
        {
            Flush();
        }
    }

    public void Flush()
    {
        if (_piece.Length > 0 && Problem is null)
        {
            Problem = StandardOutput.Write(_piece.ToString());
        }

        _piece.Clear();
    }
}
