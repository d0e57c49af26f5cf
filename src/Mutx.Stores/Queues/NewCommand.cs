namespace Mutx.Stores.Queues;

/// <summary>A command that is to be put into a queue: a text for whoever understands it, or a program with its arguments.</summary>
public sealed record NewCommand
{
    private NewCommand(string? text, IReadOnlyList<string>? arguments)
    {
        Text = text;
        Arguments = arguments;
    }

    /// <summary>The text; null if it is a program.</summary>
    public string? Text { get; }

    /// <summary>The program and its arguments; null if it is a text.</summary>
    public IReadOnlyList<string>? Arguments { get; }

    /// <summary>A text, a prompt or a shell command say.</summary>
    /// <param name="text">Not empty.</param>
    public static NewCommand OfText(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new NewCommand(text, null);
    }

    /// <summary>A program with its arguments, each passed on as it is.</summary>
    /// <param name="arguments">The program first.</param>
    public static NewCommand OfProgram(params IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Count == 0 || arguments[0].Length == 0)
        {
            throw new ArgumentException("A command begins with the name of a program.", nameof(arguments));
        }

        return new NewCommand(null, [.. arguments]);
    }
}
