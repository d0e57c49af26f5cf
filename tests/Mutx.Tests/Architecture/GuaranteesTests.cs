using System.Text.RegularExpressions;

namespace Mutx.Tests.Architecture;

/// <summary>docs/guarantees.md, checked against the tests that it names.</summary>
public sealed partial class GuaranteesTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Join(SourceTree.Root, "docs/guarantees.md"));

    /// <summary>Promise, limits and tests of each row.</summary>
    private static List<string[]> Rows { get; } =
        [.. Page.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| promise |", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];

    [Fact]
    public void Each_promise_stands_there_once_with_its_limits_and_a_test()
    {
        Assert.NotEmpty(Rows);
        Assert.All(Rows, row => Assert.True(row.Length == 3 && row[0].Length > 0 && Code().IsMatch(row[2]), string.Join(" | ", row)));
        Assert.Empty(Rows.GroupBy(row => row[0]).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void Each_test_named_there_exists()
    {
        HashSet<string> tests = Tests();
        var missing = Rows.SelectMany(row => Code().Matches(row[2])).Select(match => match.Groups["code"].Value)
            .Where(name => name.Contains('/') ? !File.Exists(Path.Join(SourceTree.Root, name.Split(' ')[0])) : !tests.Contains(name))
            .ToList();
        Assert.Empty(missing);
    }

    /// <summary>Each class that has tests, and each of them as class and method.</summary>
    private static HashSet<string> Tests()
    {
        var tests = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string _, string text) in SourceTree.Files("tests"))
        {
            string name = Class().Match(text).Groups["name"].Value;
            foreach (Match test in Test().Matches(text))
            {
                tests.Add(name);
                tests.Add($"{name}.{test.Groups["name"].Value}");
            }
        }

        return tests;
    }

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^public sealed (partial )?class (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(@"^    \[(Fact|Theory)\b[^\n]*\n(    \[[^\n]*\n)*    public (async )?(Task|void) (?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Test();
}
