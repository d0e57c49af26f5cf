namespace Mutx.Stores.Changes;

/// <summary>
/// Patterns for paths: <c>?</c> is one character and <c>*</c> any number of them, neither a <c>/</c>; <c>**</c> is any
/// number of characters, and <c>**/</c> any number of directories, none too. Capitals count.
/// </summary>
internal static class Glob
{
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        while (!pattern.IsEmpty)
        {
            if (pattern.StartsWith("**/"))
            {
                return IsMatch(pattern[3..], path) || IsMatchBehind(pattern, path, '/');
            }

            if (pattern.StartsWith("**"))
            {
                return IsMatchAnywhere(pattern[2..], path, path.Length);
            }

            if (pattern[0] == '*')
            {
                int end = path.IndexOf('/');
                return IsMatchAnywhere(pattern[1..], path, end < 0 ? path.Length : end);
            }

            if (path.IsEmpty || (pattern[0] == '?' ? path[0] == '/' : pattern[0] != path[0]))
            {
                return false;
            }

            pattern = pattern[1..];
            path = path[1..];
        }

        return path.IsEmpty;
    }

    private static bool IsMatchBehind(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path, char separator)
    {
        int next = path.IndexOf(separator);
        return next >= 0 && IsMatch(pattern, path[(next + 1)..]);
    }

    private static bool IsMatchAnywhere(ReadOnlySpan<char> rest, ReadOnlySpan<char> path, int last)
    {
        for (int i = 0; i <= last; i++)
        {
            if (IsMatch(rest, path[i..]))
            {
                return true;
            }
        }

        return false;
    }
}
