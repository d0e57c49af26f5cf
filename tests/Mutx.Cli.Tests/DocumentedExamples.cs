using System.Text.RegularExpressions;

namespace Mutx.Cli.Tests;

/// <summary>
/// The examples of README and manual, taken out of the pages and run word for word, a block at a time. What they call that
/// isn't mutx (<c>generate</c>, <c>backup.sh</c>) stands ready, and /etc and /srv are their own.
/// </summary>
public sealed partial class DocumentedExamples
{
    // What builds and tests the whole checkout is run by whoever runs this.
    private const string OfTheCheckout = "./build.sh";

    public static TheoryData<string, string> Blocks => [.. BlocksOf("README.md").Concat(BlocksOf("docs/manual.md"))];

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task Run_as_written(string page, string block)
    {
        using Sandbox sandbox = new();
        Arrange(sandbox);
        ProgramResult result = await MountNamespace.Shell(sandbox, $$"""
            mount -t tmpfs none /etc && mkdir /etc/app && echo deploy:x:4711: > /etc/group
            mount -t tmpfs none /srv && mkdir /srv/app
            PATH=$HOME/bin:$PATH
            {{block}}
            """).RunAsync();
        result.AssertStatus(0);
        string error = HousekeepingSum().Replace(result.Error, "");
        Assert.True(error.Length == 0, $"{page}: {error}");
    }

    [Fact]
    public async Task Of_backups_do_what_they_say()
    {
        string block = BlocksOf("docs/manual.md").Single(each => each.Data.Item2.Contains("mutx backups", StringComparison.Ordinal)).Data.Item2;
        using Sandbox sandbox = new();
        Arrange(sandbox);
        ProgramResult result = await sandbox.Shell($"set -e\nPATH=$HOME/bin:$PATH\n{block}").RunAsync();
        result.AssertStatus(0);
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +\d+ bytes  config\.json(\.\d{8}_\d{6})?\.mutx\.backup$", line));
        Assert.Equal(3, lines.Length);
        Assert.Equal(lines.OrderDescending(StringComparer.Ordinal).Select(Time), lines.Select(Time));
        Assert.EndsWith("config.json.20260131_100000.mutx.backup", lines[^1], StringComparison.Ordinal);
        Assert.Equal("of January", sandbox.Files.Read("config.json"));
        Assert.Equal("{}", sandbox.Files.Read("config.json.mutx.backup"));
    }

    [GeneratedRegex(@"^mutx: (removed|would remove) .*\n", RegexOptions.Multiline)]
    private static partial Regex HousekeepingSum();

    private static string Time(string line) => line[..19];

    private static IEnumerable<TheoryDataRow<string, string>> BlocksOf(string page) =>
        ShellBlock().Matches(File.ReadAllText(Path.Join(Repository.Root, page)))
            .Select(match => match.Groups["block"].Value)
            .Where(block => !block.Contains(OfTheCheckout, StringComparison.Ordinal))
            .Select(block => new TheoryDataRow<string, string>(page, block));

    private static void Arrange(Sandbox sandbox)
    {
        const string Generate = "echo '{\"port\": 80}'";
        sandbox.Home.MakeDirectory("bin");
        foreach ((string name, string does) in new[]
        {
            ("mutx", "exec \"$M\" \"$@\""), ("generate", Generate), ("curl", Generate), ("edit", "cat; echo"), ("make", "true"),
            ("backup", "true"), ("backup.sh", "true"),
        })
        {
            sandbox.Home.Write($"bin/{name}", $"#!/bin/sh\n{does}\n");
            sandbox.Home.SetMode($"bin/{name}", "755");
        }

        File.CreateSymbolicLink(sandbox.Files["mutx"], NativeProgram.Path);
        sandbox.Files.Write("config.json", "{}");
        sandbox.Files.Write("config.json.20260131_100000.mutx.backup", "of January");
        sandbox.Files.Write("data.db", "data");
        sandbox.Files.MakeDirectory("data");
        sandbox.Files.MakeDirectory("DIRECTORY");
        sandbox.Files.MakeDirectory(".gsd");
        sandbox.Files.Write(".gsd/.current-feature", "login");
    }

    [GeneratedRegex(@"^```sh\n(?<block>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
