using System.Buffers;
using System.Runtime.CompilerServices;
using Mutx.Platform;

namespace Mutx.Features;

/// <summary>
/// What a feature may be called: it becomes the name of a directory, so nothing that leads elsewhere, hides it or
/// surprises a shell. The same as the pattern <c>^[a-zA-Z0-9][a-zA-Z0-9._-]*$</c> without <c>..</c> in it.
/// </summary>
internal static class FeatureName
{
    public const string Rule = "up to 255 letters, digits, '.', '_' and '-' (ASCII), beginning with a letter or a digit, and no '..'";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= FileName.MaxBytes }
        && char.IsAsciiLetterOrDigit(name[0])
        && name.AsSpan().IndexOfAnyExcept(Allowed) < 0
        && !name.Contains("..", StringComparison.Ordinal);

    /// <exception cref="ArgumentException">It can't be the name of a feature.</exception>
    public static string Checked(string name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        return IsValid(name) ? name : throw new ArgumentException($"The name of a feature may have {Rule}.", parameter);
    }
}
