using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mutx.Primitives;

namespace Mutx.Repositories;

/// <summary>Values of one type as JSON text in UTF-8, with a line break at the end as text files have.</summary>
internal sealed class JsonFormat<T>(JsonTypeInfo<T> type)
    where T : class
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a value.</summary>
    /// <param name="content">The text; a byte order mark is skipped.</param>
    /// <param name="path">Whose content it is, for the message.</param>
    /// <exception cref="CorruptDataException">It isn't JSON, or not of this type.</exception>
    public T Parse(ReadOnlySpan<byte> content, string path)
    {
        if (content.StartsWith(ByteOrderMark))
        {
            content = content[ByteOrderMark.Length..];
        }

        if (content.IsEmpty)
        {
            throw Corrupt(path, "it is empty", 1, 1, null);
        }

        try
        {
            return JsonSerializer.Deserialize(content, type) ?? throw Corrupt(path, "it holds null", 1, 1, null);
        }
        catch (JsonException e)
        {
            throw Corrupt(path, Reason(e), e.LineNumber + 1, e.BytePositionInLine + 1, e);
        }
    }

    /// <summary>Writes a value.</summary>
    public byte[] Write(T value)
    {
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(value, type);
        Array.Resize(ref text, text.Length + 1);
        text[^1] = (byte)'\n';
        return text;
    }

    /// <summary>The serialiser's own words, without the position that it appends to them.</summary>
    private static string Reason(JsonException error)
    {
        int end = error.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        string reason = (end < 0 ? error.Message : error.Message[..end]).TrimEnd('.');
        return error.Path is null or "$" ? reason : $"{reason} (at {error.Path})";
    }

    private static CorruptDataException Corrupt(string path, string reason, long? line, long? position, Exception? cause) =>
        new($"cannot read '{path}': line {line ?? 1}, position {position ?? 1}: {reason}", cause)
        {
            Path = path,
            Line = line,
            Position = position,
            Hint = "it is left as it is; repair it, restore a backup of it, or delete it",
        };
}
