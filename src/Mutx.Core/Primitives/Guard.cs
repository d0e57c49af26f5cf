using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mutx.Primitives;

/// <summary>
/// Checks of arguments that more than one room makes. Assemblies that see only the public side of this one compile this
/// file in, so that there is one place for each rule.
/// </summary>
internal static class Guard
{
    /// <summary>A value that was given.</summary>
    public static T NotNull<T>([NotNull] T? value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }

    /// <summary>
    /// A value that its enumeration has. Ours are of 32 bits, begin at 0 and have no gaps, so that the last value says it
    /// all; to ask the runtime for the values would cost the native program a part of its start.
    /// </summary>
    public static T Defined<T>(T value, T last, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : unmanaged, Enum
    {
        if (Unsafe.BitCast<T, uint>(value) > Unsafe.BitCast<T, uint>(last))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{typeof(T).Name} has no such value.");
        }

        return value;
    }

    /// <summary>Features that their enumeration has: one or more of them, or none.</summary>
    public static T Flags<T>(T value, T last, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : unmanaged, Enum
    {
        if (Unsafe.BitCast<T, uint>(value) >= Unsafe.BitCast<T, uint>(last) * 2)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{typeof(T).Name} has no such value.");
        }

        return value;
    }

    /// <summary>A path that leads to the same from everywhere.</summary>
    public static string FullPath(string path, [CallerArgumentExpression(nameof(path))] string? name = null) =>
        System.IO.Path.IsPathFullyQualified(Path(path, name))
            ? path
            : throw new ArgumentException($"The path must be absolute: '{path}' is another one in every directory.", name);

    /// <summary>A path: given, not empty, without NUL and without half a surrogate pair, which no file name can hold.</summary>
    public static string Path(string path, [CallerArgumentExpression(nameof(path))] string? name = null) => Text(path, "path", name);

    /// <summary>A name that is no path, by the same rule.</summary>
    public static string Name(string text, [CallerArgumentExpression(nameof(text))] string? name = null) => Text(text, "name", name);

    /// <summary>A time to wait: not negative, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public static TimeSpan WaitTime(TimeSpan time, [CallerArgumentExpression(nameof(time))] string? name = null)
    {
        if (time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, time, "A time to wait can't be negative; for no limit use Timeout.InfiniteTimeSpan.");
        }

        return time;
    }

    /// <summary>Permission bits that a file can have, from 0 to 7777 octal.</summary>
    public static UnixFileMode Mode(UnixFileMode mode, [CallerArgumentExpression(nameof(mode))] string? name = null)
    {
        if (((int)mode & ~0xFFF) != 0)
        {
            throw new ArgumentOutOfRangeException(name, mode, "Permission bits lie between 0 and 7777 (octal).");
        }

        return mode;
    }

    private static string Text(string text, string kind, string? name)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, name);
        if (text.Contains('\0'))
        {
            throw new ArgumentException($"A {kind} can't contain a NUL character.", name);
        }

        if (HasLoneSurrogate(text))
        {
            throw new ArgumentException($"A {kind} must be valid Unicode; half a surrogate pair can't be encoded.", name);
        }

        return text;
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                return true;
            }

            i++;
        }

        return false;
    }
}
