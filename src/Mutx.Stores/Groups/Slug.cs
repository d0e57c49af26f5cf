using System.Text;

namespace Mutx.Stores.Groups;

/// <summary>Names as parts of paths and addresses.</summary>
public static class Slug
{
    private const int MaxLength = 64;

    /// <summary>Lower-case letters and digits of ASCII, with one <c>-</c> for whatever lies between; <c>group</c> if nothing is left.</summary>
    /// <param name="name">Any text.</param>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slug = new StringBuilder();
        foreach (char each in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(each))
            {
                slug.Append(each);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        string text = slug.ToString(0, Math.Min(slug.Length, MaxLength)).Trim('-');
        return text.Length == 0 ? "group" : text;
    }
}
