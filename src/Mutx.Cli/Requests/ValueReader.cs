using System.Globalization;
using Mutx.Cli.CommandLine;
using Mutx.Primitives;
using Mutx.Updating;

namespace Mutx.Cli.Requests;

/// <summary>
/// Turns the text of options into values. An option beats its environment variable; where neither is there, the answer
/// is null and the caller's default holds. The first text that makes no sense is kept as <see cref="Error"/>, by the
/// name of where it came from.
/// </summary>
internal sealed class ValueReader(ParsedArguments parsed, CommandId command, Func<string, string?> environment)
{
    public ParseError? Error { get; private set; }

    public bool Has(OptionId option) => parsed.Has(option);

    public int Count(OptionId option) => parsed.Count(option);

    /// <summary>An environment variable that stands in for no option; null if it is unset or empty.</summary>
    public string? Environment(string variable) => environment(variable);

    /// <summary>Text that must not be empty, such as a path. An environment variable isn't looked at: what names a place
    /// is read by the library itself.</summary>
    public string? Text(OptionId option)
    {
        string? text = parsed.Value(option);
        if (text is { Length: 0 })
        {
            Fail(Source(option), "it is empty");
        }

        return text;
    }

    /// <summary>A time to wait; a number without a unit counts milliseconds, from 100 on.</summary>
    public TimeSpan? Duration(OptionId option) => Duration(option, BareNumber.Milliseconds);

    /// <summary>An age; a number without a unit is refused.</summary>
    public TimeSpan? Age(OptionId option) => Duration(option, BareNumber.Refused);

    /// <summary>A duration that is more than nothing.</summary>
    public TimeSpan? Interval(OptionId option)
    {
        TimeSpan? interval = Duration(option);
        if (interval == TimeSpan.Zero)
        {
            Fail(Source(option), "it must be longer than 0");
            return null;
        }

        return interval;
    }

    /// <summary>A place or a count from 1 on.</summary>
    public int? Positive(OptionId option) =>
        parsed.Value(option) is { } text ? Positive(text, Source(option)) : null;

    /// <summary>A place or a count from 1 on that isn't an option's.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="source">What it was typed as.</param>
    public int? Positive(string text, string source)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0)
        {
            return value;
        }

        Fail(source, $"'{text}' is not a whole number from 1 on");
        return null;
    }

    /// <summary>A path from the option or its environment variable.</summary>
    public string? Place(OptionId option)
    {
        string? text = Lookup(option, out string source);
        if (text is { Length: 0 })
        {
            Fail(source, "it is empty");
        }

        return text;
    }

    /// <summary>A whole number from 0 on.</summary>
    public int? Number(OptionId option, int max = int.MaxValue)
    {
        if (parsed.Value(option) is not { } text)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > max)
        {
            Fail(Source(option), $"'{text}' is not a number from 0 to {max}");
        }

        return number;
    }

    /// <summary>Permissions.</summary>
    public UnixFileMode? Mode(OptionId option)
    {
        if (parsed.Value(option) is not { } text)
        {
            return null;
        }

        if (!OctalMode.TryParse(text, out UnixFileMode mode, out string? problem))
        {
            Fail(Source(option), problem!);
        }

        return mode;
    }

    /// <summary>One word of the option's choices, as its index among them. An environment variable isn't looked at: what a
    /// directory says comes between the two, and the library knows.</summary>
    public int? Choice(OptionId option) =>
        parsed.Value(option) is { } text ? Choose(text, OptionTable.Get(option).Choices, Source(option)) : null;

    /// <summary>One word of several from an environment variable that has no option, as its index among them.</summary>
    public int? Choice(string variable, string[] choices) =>
        environment(variable) is { } text ? Choose(text, choices, Source(variable)) : null;

    /// <summary>A condition on the target's content.</summary>
    public ContentCondition? Condition(OptionId option)
    {
        if (parsed.Value(option) is not { } text)
        {
            return null;
        }

        if (!ContentCondition.TryParse(text, out ContentCondition? condition))
        {
            Fail(Source(option), $"'{text}' is neither 'absent' nor 'sha256:' and 64 hexadecimal digits");
        }

        return condition;
    }

    /// <summary>Text that a rule of the library's has to accept.</summary>
    /// <param name="option">The option.</param>
    /// <param name="problem">Says why a text is not accepted, or null.</param>
    public string? Text(OptionId option, Func<string, string?> problem)
    {
        if (parsed.Value(option) is not { } text)
        {
            return null;
        }

        if (problem(text) is not { } reason)
        {
            return text;
        }

        Fail(Source(option), reason);
        return null;
    }

    /// <summary>Keeps an error, unless there is one already.</summary>
    public void Fail(string message) => Error ??= new ParseError(message, command);

    private static string Source(OptionId option) => $"option '{OptionTable.Get(option).Display}'";

    private static string Source(string variable) => $"environment variable {variable}";

    private TimeSpan? Duration(OptionId option, BareNumber bare)
    {
        if (Lookup(option, out string source) is not { } text)
        {
            return null;
        }

        if (!DurationText.TryParse(text, bare, out TimeSpan value, out string problem))
        {
            Fail(source, problem);
        }

        return value;
    }

    private string? Lookup(OptionId option, out string source)
    {
        source = Source(option);
        if (parsed.Value(option) is { } text)
        {
            return text;
        }

        if (OptionTable.Get(option).Environment is not { } variable)
        {
            return null;
        }

        source = Source(variable);
        return environment(variable);
    }

    private int? Choose(string text, string[] choices, string source)
    {
        int index = Array.IndexOf(choices, text);
        if (index >= 0)
        {
            return index;
        }

        string proposal = Spelling.DidYouMean(text, [.. choices]);
        Fail(source, $"'{text}' is none of {string.Join(", ", choices)}{proposal}");
        return null;
    }

    private void Fail(string source, string problem) => Fail($"{source}: {problem}");
}
