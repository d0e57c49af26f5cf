using System.Text;

namespace Mutx.Cli.Help;

/// <summary>Puts words on lines that are no wider than <see cref="Width"/>.</summary>
internal sealed class HelpLayout
{
    public const int Width = 100;
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    /// <summary>A heading, after an empty line unless it is the first.</summary>
    public void Heading(string title)
    {
        Gap();
        _text.Append(title).Append(":\n");
    }

    /// <summary>Words that fill lines from edge to edge, after an empty line unless they are the first.</summary>
    public void Paragraph(string words)
    {
        Gap();
        Wrap(words, 0, 0);
    }

    /// <summary>A line that is not to be broken.</summary>
    public void Line(string line) => _text.Append("  ").Append(line).Append('\n');

    /// <summary>A term and, beside it from <paramref name="column"/> on, what it means; a term too wide for its column
    /// has a line of its own.</summary>
    public void Entry(string term, string meaning, int column)
    {
        _text.Append("  ").Append(term);
        int at = term.Length + 2;
        if (at + 2 > column)
        {
            _text.Append('\n');
            at = 0;
        }

        Wrap(meaning, column, at);
    }

    private void Gap()
    {
        if (_text.Length > 0)
        {
            _text.Append('\n');
        }
    }

    private void Wrap(string words, int indent, int at)
    {
        _text.Append(' ', indent - at);
        at = indent;
        foreach (string word in words.Split(' '))
        {
            if (at + word.Length + 1 > Width)
            {
                _text.Append('\n').Append(' ', indent);
                at = indent;
            }
            else if (at > indent)
            {
                _text.Append(' ');
                at++;
            }

            _text.Append(word);
            at += word.Length;
        }

        _text.Append('\n');
    }
}
