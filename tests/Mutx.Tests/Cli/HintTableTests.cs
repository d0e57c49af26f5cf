using System.Text.RegularExpressions;
using Mutx.Backups;
using Mutx.Cli.CommandLine;
using Mutx.Cli.Hints;
using Mutx.Cli.Requests;
using Mutx.Housekeeping;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Updating;

namespace Mutx.Tests.Cli;

public sealed partial class HintTableTests
{
    private const int AnyNumber = 5;

    public static TheoryData<MutxError> Errors => [.. Enum.GetValues<MutxError>()];

    private static ReplaceOptions KeepsOld => new() { Backup = BackupOptions.Default };

    private static IReadOnlyList<Request> Requests =>
    [
        new WriteRequest { Output = "f", Options = KeepsOld },
        new WriteRequest { Output = "f", Update = MissingFile.Refuse, Options = KeepsOld },
        new RestoreRequest { File = "f", Backups = BackupOptions.Default, Options = KeepsOld },
        new RestoreRequest { File = "f", From = "g", Backups = BackupOptions.Default, Options = KeepsOld },
        new BackupsRequest { File = "f", Options = BackupOptions.Default },
        new RunRequest { Resource = "f", Command = ["true"], Timeout = TimeSpan.Zero, Lock = FileLockOptions.Default },
        new StatusRequest { Resources = [], Lock = FileLockOptions.Default },
        new HousekeepRequest { Tasks = [], Options = HousekeepingOptions.Default },
        new FeatureRequest { Action = FeatureAction.Release, Root = "." },
        new QueueRequest { Action = QueueAction.List, Directory = ".", Queue = "q" },
        new QueueRequest { Action = QueueAction.Show, Directory = ".", Queue = "q", Id = "1" },
    ];

    [Theory]
    [MemberData(nameof(Errors))]
    public void Every_error_has_a_hint_or_none_on_purpose_whatever_was_asked_for(MutxError code)
    {
        foreach (Request request in Requests)
        {
            foreach (int? number in (int?[])[null, AnyNumber])
            {
                string? hint = HintTable.For(new MutxException(code, "no") { NativeError = number }, request);
                Assert.All(Option().Matches(hint ?? "").Select(match => match.Groups["name"].Value), name =>
                    Assert.NotNull(OptionTable.FindLong(name)));
                Assert.All(Command().Matches(hint ?? "").Select(match => match.Groups["name"].Value), name =>
                    Assert.NotNull(CommandTable.Find(name)));
            }
        }
    }

    [Fact]
    public void An_error_that_nobody_thought_of_has_none() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HintTable.For(new MutxException((MutxError)int.MaxValue, "no"), Requests[0]));

    [Fact]
    public void Where_nothing_can_be_typed_the_library_says_what_to_do() =>
        Assert.Equal("look", HintTable.For(new MutxException(MutxError.Busy, "no") { Hint = "look" }, Requests[0]));

    [Theory]
    [InlineData(MutxError.SymbolicLink, 0, "--follow-symlinks")]
    [InlineData(MutxError.AlreadyExists, 0, "--backup-timestamp")]
    [InlineData(MutxError.NameTooLong, 0, "--backup-suffix")]
    [InlineData(MutxError.NotPermitted, 0, "--preserve-owner")]
    [InlineData(MutxError.NotFound, 1, "--create")]
    [InlineData(MutxError.NoBackup, 2, "--backup")]
    [InlineData(MutxError.NoBackup, 3, "mutx backups f")]
    [InlineData(MutxError.InvalidRequest, 3, "mutx write f -i g")]
    [InlineData(MutxError.NotPermitted, 8, "--pid")]
    [InlineData(MutxError.NotFound, 9, "mutx queue create q")]
    [InlineData(MutxError.NotFound, 10, "mutx queue list q")]
    public void What_can_be_typed_is_said(MutxError code, int request, string words) =>
        Assert.Contains(words, HintTable.For(new MutxException(code, "no"), Requests[request]), StringComparison.Ordinal);

    [Theory]
    [InlineData(MutxError.NotFound, 1)]
    [InlineData(MutxError.NotPermitted, 0)]
    [InlineData(MutxError.NameTooLong, 0)]
    public void What_the_system_refuses_isnt_mistaken_for_what_the_library_does(MutxError code, int request) =>
        Assert.Null(HintTable.For(new MutxException(code, "no") { NativeError = AnyNumber }, Requests[request]));

    [GeneratedRegex("--(?<name>[a-z-]+)")]
    private static partial Regex Option();

    [GeneratedRegex("mutx (?<name>[a-z]+)")]
    private static partial Regex Command();
}
