using System.Text;

namespace Mutx.TestKit;

/// <summary>How a run ended. A status above 128 is a signal: 128 + its number.</summary>
public sealed record ProgramResult(string CommandLine, int Status, byte[] OutputBytes, string Error, TimeSpan Elapsed)
{
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    /// <summary>Fails unless it ended with this status; shows what the program said.</summary>
    public ProgramResult AssertStatus(int expected)
    {
        Xunit.Assert.True(
            Status == expected,
            $"Expected status {expected}, but it was {Status}.\ncommand: {CommandLine}\nstandard output: {Output}\nstandard error: {Error}");
        return this;
    }

    /// <summary>Done, and not a word about it.</summary>
    public ProgramResult AssertSilentSuccess()
    {
        AssertStatus(0);
        Xunit.Assert.Equal("", Output);
        Xunit.Assert.Equal("", Error);
        return this;
    }

    /// <summary>
    /// An error as a person should see it: the status, each of these words on standard error, nothing on standard
    /// output, no stack trace.
    /// </summary>
    public ProgramResult AssertError(int status, params IEnumerable<string> words)
    {
        AssertStatus(status);
        Xunit.Assert.Equal("", Output);
        Xunit.Assert.StartsWith("mutx: ", Error);
        Xunit.Assert.DoesNotContain("   at ", Error);
        Xunit.Assert.DoesNotContain("Unhandled", Error);
        foreach (string word in words)
        {
            Xunit.Assert.Contains(word, Error);
        }

        return this;
    }
}
