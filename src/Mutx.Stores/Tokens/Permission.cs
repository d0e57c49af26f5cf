namespace Mutx.Stores.Tokens;

/// <summary>Permissions: words between colons, from the general to the particular.</summary>
public static class Permission
{
    private const string Everything = "*";

    /// <summary>
    /// Whether a permission that was granted covers one that is needed: the same, or with <c>*</c> for a whole word,
    /// where a <c>*</c> at the end stands for any number of words. <c>queue:*</c> covers <c>queue:read</c> and
    /// <c>queue:a:write</c>, not <c>queue</c>.
    /// </summary>
    public static bool Covers(string granted, string needed)
    {
        ArgumentNullException.ThrowIfNull(granted);
        ArgumentNullException.ThrowIfNull(needed);
        string[] pattern = granted.Split(':');
        string[] words = needed.Split(':');
        for (int i = 0; i < pattern.Length; i++)
        {
            if (i == words.Length)
            {
                return false;
            }

            if (pattern[i] == Everything && i == pattern.Length - 1)
            {
                return true;
            }

            if (pattern[i] != Everything && pattern[i] != words[i])
            {
                return false;
            }
        }

        return pattern.Length == words.Length;
    }

    /// <summary>Gives the permission back if it is one: words of letters, digits, <c>.</c>, <c>_</c>, <c>-</c>, or <c>*</c>.</summary>
    internal static string Require(string permission)
    {
        ArgumentException.ThrowIfNullOrEmpty(permission);
        foreach (string word in permission.Split(':'))
        {
            if (word != Everything && !Primitives.ResourceName.IsValid(word))
            {
                throw new ArgumentException($"'{permission}' is not a permission: write it like queue:read or queue:*.", nameof(permission));
            }
        }

        return permission;
    }
}
