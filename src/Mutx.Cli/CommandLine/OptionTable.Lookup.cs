namespace Mutx.Cli.CommandLine;

/// <summary>Looks options up.</summary>
internal static partial class OptionTable
{
    public static OptionSpec Get(OptionId id) => All[(int)id];

    public static OptionSpec? FindLong(ReadOnlySpan<char> name)
    {
        foreach (OptionSpec option in All)
        {
            if (name.SequenceEqual(option.Name))
            {
                return option;
            }
        }

        return null;
    }

    public static OptionSpec? FindShort(char name)
    {
        foreach (OptionSpec option in All)
        {
            if (option.ShortName == name && name != '\0')
            {
                return option;
            }
        }

        return null;
    }

    /// <summary>Whether the two may not be given together; it doesn't matter which of them says so.</summary>
    public static bool AreInConflict(OptionSpec one, OptionSpec other) =>
        Array.IndexOf(one.ConflictsWith, other.Id) >= 0 || Array.IndexOf(other.ConflictsWith, one.Id) >= 0;
}
