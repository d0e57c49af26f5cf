using System.Text;

namespace Mutx.Cli.Streams;

/// <summary>Standard output, for results. A reader that has gone away is no error; anything else is.</summary>
internal static class StandardOutput
{
    /// <summary>Writes text at once.</summary>
    /// <returns>Why it could not be written, or null. A pipe that nobody reads any more is not a reason: whoever runs
    /// <c>mutx --help | head -1</c> has what they wanted.</returns>
    public static string? Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string)"/>
    public static string? Write(ReadOnlySpan<byte> content) => StandardWriter.WriteOutput(content);
}
