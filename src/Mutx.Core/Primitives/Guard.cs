using System.Runtime.CompilerServices;

namespace Mutx.Primitives;

/// <summary>Checks of arguments that more than one room makes.</summary>
internal static class Guard
{
    /// <summary>A path: given, not empty, without NUL and without half a surrogate pair, which no file name can hold.</summary>
    public static string Path(string path, [CallerArgumentExpression(nameof(path))] string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path, name);
        if (path.Contains('\0'))
        {
            throw new ArgumentException("A path can't contain a NUL character.", name);
        }

        if (HasLoneSurrogate(path))
        {
            throw new ArgumentException("A path must be valid Unicode; half a surrogate pair can't be encoded.", name);
        }

        return path;
    }

    /// <summary>A path that leads to the same from everywhere.</summary>
    public static string FullPath(string path, [CallerArgumentExpression(nameof(path))] string? name = null) =>
        System.IO.Path.IsPathFullyQualified(Path(path, name))
            ? path
            : throw new ArgumentException($"The path must be absolute: '{path}' is another one in every directory.", name);

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
