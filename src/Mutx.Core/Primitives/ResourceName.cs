using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mutx.Primitives;

/// <summary>
/// The rule for names and ids that become part of a path: letters, digits, <c>.</c>, <c>_</c> and <c>-</c> of ASCII, a
/// letter or digit first, and no <c>..</c> anywhere. Such a name can't lead out of the directory it is used in, isn't
/// hidden, and is never taken for an option.
/// </summary>
public static class ResourceName
{
    /// <summary>The rule as a person can read it, for messages.</summary>
    public const string Rule = "letters, digits, '.', '_' and '-', a letter or digit first, and no '..'";

    /// <summary>Whether a text is such a name.</summary>
    /// <param name="name">Any text.</param>
    public static bool IsValid([NotNullWhen(true)] string? name)
    {
        if (string.IsNullOrEmpty(name) || !char.IsAsciiLetterOrDigit(name[0]))
        {
            return false;
        }

        for (int i = 1; i < name.Length; i++)
        {
            bool allowed = char.IsAsciiLetterOrDigit(name[i]) || name[i] is '_' or '-' || (name[i] == '.' && name[i - 1] != '.');
            if (!allowed)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives the name back if it is one.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="parameter">What the caller calls it.</param>
    /// <exception cref="ArgumentException">It isn't; nothing on disk has been touched.</exception>
    public static string Require(string name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        return IsValid(name) ? name : throw new ArgumentException($"'{name}' is not a name: it may have {Rule}.", parameter);
    }
}
