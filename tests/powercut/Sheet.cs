using System.Globalization;
using System.Text;

namespace Mutx.Powercut;

/// <summary>Content that tells its version, and whether it is whole: one line repeated, as often as the version says.</summary>
internal static class Sheet
{
    private const int MostLines = 700;

    public static byte[] Of(string file, int version)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{file} {version}\n");
        return Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, Lines(version))));
    }

    /// <summary>The version that a content is; null if it isn't one in whole.</summary>
    public static int? VersionOf(string file, byte[] content)
    {
        string first = Encoding.ASCII.GetString(content).Split('\n')[0];
        return first.StartsWith(file + " ", StringComparison.Ordinal)
            && int.TryParse(first.AsSpan(file.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            && content.AsSpan().SequenceEqual(Of(file, version))
            ? version
            : null;
    }

    // From one line to some blocks of the filesystem.
    private static int Lines(int version) => 1 + (int)((uint)version * 2654435761u % MostLines);
}
