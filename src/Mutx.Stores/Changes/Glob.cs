namespace Mutx.Stores.Changes;

/// <summary>
/// A pattern for paths: <c>?</c> is one character and <c>*</c> any number of them, neither a <c>/</c>; <c>**</c> is any
/// number of characters, and <c>**/</c> any number of directories, none too. Capitals count.
/// <para>
/// It goes through the path once and keeps, for each place of the pattern, whether what was read so far leads there. So no
/// pattern takes longer than its length times that of the path: nothing is ever tried again.
/// </para>
/// </summary>
internal sealed class Glob
{
    private readonly List<Part> _parts = [];
    private readonly bool[] _here;
    private readonly bool[] _next;

    /// <summary>Reads a pattern; every text is one.</summary>
    public Glob(ReadOnlySpan<char> pattern)
    {
        while (!pattern.IsEmpty)
        {
            int length = pattern.StartsWith("**/") ? 3 : pattern.StartsWith("**") ? 2 : 1;
            switch (length)
            {
                case 3:
                    _parts.AddRange([new Part(Kind.Directories), new Part(Kind.Text), new Part(Kind.Character, '/')]);
                    break;
                case 2:
                    _parts.Add(new Part(Kind.Text));
                    break;
                default:
                    _parts.Add(pattern[0] switch
                    {
                        '*' => new Part(Kind.Name),
                        '?' => new Part(Kind.AnyCharacter),
                        char other => new Part(Kind.Character, other),
                    });
                    break;
            }

            pattern = pattern[length..];
        }

        _here = new bool[_parts.Count + 1];
        _next = new bool[_parts.Count + 1];
    }

    private enum Kind
    {
        /// <summary>This one.</summary>
        Character,

        /// <summary>Any one but a separator.</summary>
        AnyCharacter,

        /// <summary>Any number, none a separator.</summary>
        Name,

        /// <summary>Any number.</summary>
        Text,

        /// <summary>The next two parts (a text, a separator) or neither.</summary>
        Directories,
    }

    /// <summary>Whether it matches the whole path. For one thread at a time.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Looked at once a character.</param>
    public bool IsMatch(ReadOnlySpan<char> path, CancellationToken cancellationToken)
    {
        bool[] here = _here;
        bool[] next = _next;
        Array.Clear(here);
        Reach(here, 0);
        foreach (char character in path)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Clear(next);
            for (int i = 0; i < _parts.Count; i++)
            {
                if (here[i])
                {
                    Read(i, character, next);
                }
            }

            (here, next) = (next, here);
        }

        return here[_parts.Count];
    }

    private void Read(int place, char character, bool[] next)
    {
        (Kind kind, char own) = _parts[place];
        switch (kind)
        {
            case Kind.Character when character == own:
            case Kind.AnyCharacter when character != '/':
                Reach(next, place + 1);
                break;
            case Kind.Text:
            case Kind.Name when character != '/':
                Reach(next, place);
                break;
        }
    }

    /// <summary>Marks a place, and those behind it that need no character more. What is marked already leads nowhere new.</summary>
    private void Reach(bool[] places, int place)
    {
        while (!places[place])
        {
            places[place] = true;
            switch (place == _parts.Count ? Kind.Character : _parts[place].Kind)
            {
                case Kind.Character or Kind.AnyCharacter:
                    return;
                case Kind.Directories:
                    places[place + 1] = true;
                    places[place + 2] = true;
                    place += 3;
                    break;
                default:
                    place++;
                    break;
            }
        }
    }

    private readonly record struct Part(Kind Kind, char Character = '\0');
}
