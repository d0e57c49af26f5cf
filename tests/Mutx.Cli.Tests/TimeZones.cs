using System.Globalization;
using System.Text.RegularExpressions;

namespace Mutx.Cli.Tests;

/// <summary>TZ and TZDIR name zone data. What else stands there is not read, and never waited for.</summary>
public sealed partial class TimeZones : IDisposable
{
    private const string Tokyo = "/usr/share/zoneinfo/Asia/Tokyo";
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("fifo")]
    [InlineData(":fifo")]
    [InlineData("endless")]
    [InlineData("huge")]
    [InlineData("directory")]
    [InlineData("absent")]
    [InlineData("")]
    public async Task What_is_no_zone_data_means_utc(string name)
    {
        (await _sandbox.Shell("mkfifo fifo; ln -s /dev/zero endless; truncate -s 100G huge; mkdir directory").RunAsync()).AssertStatus(0);
        string absolute = name.Length == 0 ? "" : name.StartsWith(':') ? ":" + _sandbox.Files[name[1..]] : _sandbox.Files[name];

        await AssertWorks(run => run.With("TZ", absolute), "00:00");
        await AssertWorks(run => run.With("TZ", name).With("TZDIR", _sandbox.Files.Path), "00:00");
    }

    [Fact]
    public async Task The_files_of_a_directory_of_zones_are_not_all_read_to_find_a_name_for_one()
    {
        Need.File(Tokyo);
        (await _sandbox.Shell($"mkdir zones; mkfifo zones/fifo; cp {Tokyo} zone").RunAsync()).AssertStatus(0);

        await AssertWorks(run => run.With("TZ", _sandbox.Files["zone"]).With("TZDIR", _sandbox.Files["zones"]), "00:00");
        await AssertWorks(run => run.With("TZDIR", _sandbox.Files["zones"]), "00:00");
    }

    [Fact]
    public async Task A_zone_counts_by_name_by_path_and_in_a_directory_of_the_users_own()
    {
        Need.File(Tokyo);
        (await _sandbox.Shell($"mkdir zones; cp {Tokyo} zones/Mine").RunAsync()).AssertStatus(0);

        await AssertWorks(run => run.With("TZ", "Asia/Tokyo"), "09:00");
        await AssertWorks(run => run.With("TZ", Tokyo), "09:00");
        await AssertWorks(run => run.With("TZ", "Mine").With("TZDIR", _sandbox.Files["zones"]), "09:00");
    }

    [Fact]
    public async Task What_needs_no_local_time_does_not_look_at_the_zone()
    {
        _sandbox.Files.Write("file", "old");
        using Strace strace = new();
        (await strace.Around(_sandbox.Mutx("file", "-b").With("TZ", "/no/such/zone").Input("new")).RunAsync()).AssertStatus(0);
        Assert.DoesNotContain(strace.Calls, call => call.Arguments.Contains("/no/such", StringComparison.Ordinal) || call.Arguments.Contains("localtime", StringComparison.Ordinal));
    }

    /// <summary>Everything that knows local time ends, and with the offset that is expected.</summary>
    private async Task AssertWorks(Func<ProgramRun, ProgramRun> with, string offset)
    {
        _sandbox.Files.Write("file", "old");
        (await with(_sandbox.Mutx("file", "-b", "--backup-timestamp").Input("new")).RunAsync()).AssertSilentSuccess();
        ProgramResult listed = await with(_sandbox.Mutx("backups", "file", "--json")).RunAsync();
        listed.AssertStatus(0);
        DateTimeOffset time = DateTimeOffset.Parse(BackupTime().Match(listed.Output).Groups["time"].Value, CultureInfo.InvariantCulture);
        Assert.Equal(TimeSpan.Parse(offset, CultureInfo.InvariantCulture), time.Offset);
        Assert.InRange(time, DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(10));
        (await with(_sandbox.Mutx("restore", "file")).RunAsync()).AssertStatus(0);
        using (ForeignLock held = _sandbox.HoldLockOf("file"))
        {
            (await with(_sandbox.Mutx("status", "file")).RunAsync()).AssertStatus(0);
        }

        (await with(_sandbox.Mutx("housekeep", "backups", "--keep-newest", "0")).RunAsync()).AssertStatus(0);
        Assert.DoesNotContain(_sandbox.Files.Entries, entry => entry.EndsWith(".mutx.backup", StringComparison.Ordinal));
    }

    [GeneratedRegex("\"time\": ?\"(?<time>[^\"]+)\"")]
    private static partial Regex BackupTime();
}
