namespace Mutx.Cli.CommandLine;

/// <summary>Proposes what somebody may have meant.</summary>
internal static class Spelling
{
    /// <summary>The end of a message: <c>; did you mean 'X'?</c>, or nothing where no name is near.</summary>
    public static string DidYouMean(string typed, List<string> names) =>
        Nearest(typed, names) is { } name ? $"; did you mean '{name}'?" : "";

    /// <summary>The name that needs the fewest changes, if those are few, or that begins with what was typed.</summary>
    public static string? Nearest(string typed, List<string> names)
    {
        string? best = null;
        int fewest = Math.Max(1, typed.TrimStart('-').Length / 3) + 1;
        foreach (string name in names)
        {
            int distance = Distance(typed, name);
            if (distance < fewest)
            {
                best = name;
                fewest = distance;
            }
        }

        return best ?? (typed.TrimStart('-').Length >= 2
            ? names.Find(name => name.StartsWith(typed, StringComparison.Ordinal))
            : null);
    }

    /// <summary>The command that one slip of the finger turns into what was typed: a letter changed, added, left out, or swapped
    /// with its neighbour. Asked at every start that names nothing but a file, so no list is made for it.</summary>
    public static string? CommandOneSlipFrom(string typed)
    {
        foreach (CommandSpec command in CommandTable.All)
        {
            if (Math.Abs(command.Name.Length - typed.Length) <= 1 && Distance(typed, command.Name) == 1)
            {
                return command.Name;
            }
        }

        return null;
    }

    /// <summary>The options a command takes as they are typed; those of every command where none is known yet.</summary>
    public static List<string> OptionNames(CommandId? command)
    {
        var names = new List<string>();
        foreach (OptionSpec option in OptionTable.All)
        {
            if (command is not { } id || option.BelongsTo(id))
            {
                names.Add(option.Display);
            }
        }

        return names;
    }

    public static List<string> CommandNames() => [.. Array.ConvertAll(CommandTable.All, command => command.Name)];

    /// <summary>How many insertions, deletions, replacements and swaps of neighbours lead from one to the other.</summary>
    private static int Distance(string from, string to)
    {
        int[] beforeLast = new int[to.Length + 1];
        int[] last = new int[to.Length + 1];
        int[] row = new int[to.Length + 1];
        for (int j = 0; j <= to.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replace = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(replace, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[to.Length];
    }
}
