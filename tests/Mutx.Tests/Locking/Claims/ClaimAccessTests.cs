using Microsoft.Extensions.Logging.Abstractions;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.TestKit;

namespace Mutx.Tests.Locking.Claims;

public sealed class ClaimAccessTests : IDisposable
{
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(5);

    private readonly TempDirectory _directory = new();
    private readonly SettableTime _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => _directory.Dispose();

    private string ClaimPath => _directory[".f.mutx.claim"];

    private ClaimAccess Access() => new(Disk.Current, new ResolvedPath(_directory.Path, ".f.mutx.claim"), _time, StaleAfter, NullLogger.Instance);

    [Fact]
    public void A_claim_is_one_file_with_a_record_that_others_can_read_and_is_gone_after_release()
    {
        using (Claim claim = Access().TryTake()!)
        {
            _directory.AssertEntries(".f.mutx.claim");
            ClaimRecord record = ClaimRecord.TryParse(File.ReadAllBytes(ClaimPath), _time.Now)!;
            Assert.Equal((Environment.ProcessId, ProcessIdentity.Current.HostName), (record.ProcessId, record.HostName));
            Assert.Equal("644", FileState.Of(ClaimPath).Octal);
            Assert.Null(Access().TryTake());
            LockReport report = Access().Inspect();
            Assert.Equal((LockState.Claimed, LockMethod.Claim), (report.State, report.Method));
            Assert.Equal((record.ProcessId, record.HostName), (report.Holders[0].ProcessId, report.Holders[0].Host));
            claim.Dispose();
            claim.Dispose();
        }

        _directory.AssertEntries();
        Assert.Equal(LockState.Free, Access().Inspect().State);
    }

    [Fact]
    public void A_stale_claim_is_taken_over_with_a_higher_token_and_nothing_is_left()
    {
        long generation = _time.Now.AddHours(1).ToUnixTimeMilliseconds();
        Put(Record("elsewhere", _time.Now.AddMinutes(-6)) with { Generation = generation }, _time.Now.AddMinutes(-6));
        using (Access().TryTake()!)
        {
            Assert.Equal(generation + 1, ClaimRecord.TryParse(File.ReadAllBytes(ClaimPath), _time.Now)!.Generation);
            _directory.AssertEntries(".f.mutx.claim");
        }

        _directory.AssertEntries();
    }

    [Fact]
    public void A_claim_of_another_host_that_is_kept_fresh_is_held_though_its_timestamp_is_old()
    {
        Put(Record("elsewhere", _time.Now.AddHours(-1)), _time.Now);
        Assert.Null(Access().TryTake());
    }

    [Fact]
    public void A_claim_that_is_seen_not_to_change_for_long_enough_is_taken_over_whatever_its_times_say()
    {
        Put(Record("elsewhere", _time.Now.AddHours(1)), _time.Now.AddHours(2));
        ClaimAccess access = Access();
        Assert.Null(access.TryTake());
        _time.Pass(StaleAfter - TimeSpan.FromSeconds(1));
        Assert.Null(access.TryTake());
        Assert.Null(Access().TryTake());
        _time.Pass(TimeSpan.FromSeconds(1));
        access.TryTake()!.Dispose();
    }

    [Fact]
    public void Our_own_clock_set_an_hour_ahead_makes_no_claim_stale()
    {
        Put(Record("elsewhere", _time.Now), _time.Now);
        _time.SetTheClockBy(TimeSpan.FromHours(1));
        ClaimAccess access = Access();
        Assert.Null(access.TryTake());
        _directory.AssertEntries(".f.mutx.claim");
        _time.Pass(StaleAfter);
        access.TryTake()!.Dispose();
    }

    [Fact]
    public async Task Threads_that_share_a_lock_take_no_live_claim_though_our_clock_is_off()
    {
        Put(Record("elsewhere", _time.Now), _time.Now);
        _time.SetTheClockBy(TimeSpan.FromHours(1));
        ClaimAccess shared = Access();
        Claim?[] claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () => Enumerable.Range(0, 250).Select(_ => shared.TryTake()).FirstOrDefault(claim => claim is not null),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        Assert.All(claims, Assert.Null);
        _directory.AssertEntries(".f.mutx.claim");
    }

    [Fact]
    public void A_holder_that_finds_another_s_claim_has_lost_its_own_and_removes_nothing()
    {
        Claim claim = Access().TryTake()!;
        using CancellationTokenSource told = new();
        claim.Loss.Token.Register(told.Cancel);
        byte[] other = Record("elsewhere", _time.Now).ToBytes();
        File.WriteAllBytes(ClaimPath, other);
        Assert.False(claim.Beat());
        Assert.False(claim.Beat());
        Assert.True(told.Token.WaitHandle.WaitOne(Eventually.Deadline));
        claim.Dispose();
        Assert.Equal(other, File.ReadAllBytes(ClaimPath));
    }

    [Fact]
    public void A_holder_that_finds_no_claim_has_lost_its_own()
    {
        using Claim claim = Access().TryTake()!;
        File.Delete(ClaimPath);
        Assert.False(claim.Beat());
        _directory.AssertEntries();
    }

    [Fact]
    public void Keeping_a_claim_makes_its_time_the_present()
    {
        using Claim claim = Access().TryTake()!;
        File.SetLastWriteTimeUtc(ClaimPath, new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.True(claim.Beat());
        Assert.InRange(File.GetLastWriteTimeUtc(ClaimPath), DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddMinutes(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"pid\": 4711, \"timestamp\": \"2026-01-31T10:0")]
    public void The_beginning_of_a_record_is_respected_for_five_seconds(string content)
    {
        File.WriteAllText(ClaimPath, content);
        Assert.Null(Access().TryTake());
        File.SetLastWriteTimeUtc(ClaimPath, _time.Now.UtcDateTime.AddSeconds(-6));
        Access().TryTake()!.Dispose();
        _directory.AssertEntries();
    }

    [Theory]
    [InlineData("\0\u0001\u0002")]
    [InlineData("GEM\n  remote: https://example.org/\n")]
    [InlineData("{ \"name\": \"app\", \"lockfileVersion\": 3 }")]
    [InlineData("{}")]
    public void What_is_somebody_s_is_refused_however_old_it_is_and_stays(string content)
    {
        File.WriteAllText(ClaimPath, content);
        File.SetLastWriteTimeUtc(ClaimPath, _time.Now.UtcDateTime.AddDays(-1));
        foreach (MutxException e in new[] { Assert.Throws<MutxException>(() => Access().TryTake()), Assert.Throws<MutxException>(() => Access().Inspect()) })
        {
            Assert.Equal((MutxError.UnusableLockFile, ClaimPath), (e.Error, e.Path));
            Assert.Equal($"cannot use '{ClaimPath}' as a claim: what it holds is not the record of a claim", e.Message);
        }

        using DiskDirectory open = Disk.Current.OpenDirectory(_directory.Path);
        Assert.False(new ClaimSweep(Disk.Current, open, _time, StaleAfter).TryRemove(".f.mutx.claim"));
        Assert.Equal(content, File.ReadAllText(ClaimPath));
        _directory.AssertEntries(".f.mutx.claim");
    }

    [Fact]
    public void A_link_at_the_claim_s_name_is_refused_and_neither_it_nor_what_it_names_is_touched()
    {
        File.CreateSymbolicLink(ClaimPath, _directory.Write("record", Record("elsewhere", _time.Now.AddHours(-1)).ToBytes()));
        MutxException e = Assert.Throws<MutxException>(() => Access().TryTake());
        Assert.Equal($"cannot use '{ClaimPath}' as a claim: it is a symbolic link", e.Message);
        _directory.AssertEntries(".f.mutx.claim", "record");
    }

    [Fact]
    public void What_is_somebody_s_at_the_name_of_a_right_is_refused_too()
    {
        byte[] dead = Put(Record("elsewhere", _time.Now.AddHours(-1)), _time.Now.AddHours(-1));
        string right = ClaimPath + ClaimName.RightSuffix(dead);
        File.WriteAllText(right, "important");
        MutxException e = Assert.Throws<MutxException>(() => Access().TryTake());
        Assert.Equal((MutxError.UnusableLockFile, right), (e.Error, e.Path));
        Assert.Equal(dead, File.ReadAllBytes(ClaimPath));
        Assert.Equal("important", File.ReadAllText(right));
        Assert.Equal(2, _directory.Entries.Count);
    }

    [Fact]
    public void A_right_whose_maker_died_is_taken_over_too_and_so_is_a_right_to_that()
    {
        byte[] dead = Put(Record("elsewhere", _time.Now.AddHours(-1)), _time.Now.AddHours(-1));
        ClaimRecord ended = Ended();
        byte[] taker = (ended with { Id = "1" }).ToBytes();
        string right = ClaimPath + ClaimName.RightSuffix(dead);
        File.WriteAllBytes(right, taker);
        File.WriteAllBytes(right + ClaimName.RightSuffix(taker), (ended with { Id = "2" }).ToBytes());
        using (Access().TryTake()!)
        {
            _directory.AssertEntries(".f.mutx.claim");
        }

        _directory.AssertEntries();
    }

    [Fact]
    public void A_right_whose_maker_lives_is_respected()
    {
        byte[] dead = Put(Record("elsewhere", _time.Now.AddHours(-1)), _time.Now.AddHours(-1));
        byte[] taker = ClaimRecord.Create(ProcessIdentity.Current, "1", _time.Now, null).ToBytes();
        File.WriteAllBytes(ClaimPath + ClaimName.RightSuffix(dead), taker);
        Assert.Null(Access().TryTake());
        Assert.Equal(dead, File.ReadAllBytes(ClaimPath));
    }

    [Fact]
    public void A_holder_that_lets_go_while_it_is_being_taken_over_leaves_the_claim_to_the_taker()
    {
        Claim claim = Access().TryTake()!;
        byte[] held = File.ReadAllBytes(ClaimPath);
        byte[] taker = ClaimRecord.Create(ProcessIdentity.Current, "1", _time.Now, null).ToBytes();
        string right = ClaimPath + ClaimName.RightSuffix(held);
        File.WriteAllBytes(right, taker);
        claim.Dispose();
        Assert.Equal(held, File.ReadAllBytes(ClaimPath));
        Assert.Equal(taker, File.ReadAllBytes(right));
    }

    [Fact]
    public void A_name_of_the_greatest_length_that_a_claim_can_have_is_claimed_and_taken_over()
    {
        string name = ClaimName.Of(Disk.Current, new string('é', 127));
        var access = new ClaimAccess(Disk.Current, new ResolvedPath(_directory.Path, name), _time, StaleAfter, NullLogger.Instance);
        byte[] dead = Record("elsewhere", _time.Now.AddHours(-1)).ToBytes();
        File.WriteAllBytes(_directory[name], dead);
        File.SetLastWriteTimeUtc(_directory[name], _time.Now.UtcDateTime.AddHours(-1));
        access.TryTake()!.Dispose();
        _directory.AssertEntries();
    }

    [Fact]
    public async Task Of_many_who_judged_the_same_claim_one_takes_it_over()
    {
        for (int round = 0; round < 50; round++)
        {
            Put(Record("elsewhere", _time.Now.AddHours(-1)), _time.Now.AddHours(-1));
            Claim?[] claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Access().TryTake())));
            Claim winner = Assert.Single(claims, c => c is not null)!;
            Assert.True(winner.Beat());
            winner.Dispose();
            _directory.AssertEntries();
        }
    }

    [Fact]
    public void A_directory_in_the_way_is_said_to_be_one()
    {
        Directory.CreateDirectory(ClaimPath);
        MutxException e = Assert.Throws<MutxException>(() => Access().TryTake());
        Assert.Equal($"cannot use '{ClaimPath}' as a claim: it is a directory", e.Message);
    }

    [Fact]
    public void A_sweep_removes_what_the_dead_left_and_nothing_else()
    {
        ClaimRecord ended = Ended();
        byte[] alive = ClaimRecord.Create(ProcessIdentity.Current, "1", _time.Now, null).ToBytes();
        const string Hex = "0123456789abcdef";
        string[] going = [".dead.mutx.claim", $".x.mutx.claim.taken-{Hex}", $".x.mutx.claim.new-{Hex}", $"x.lock.taken-{Hex}", $".old.mutx.claim.new-{Hex}"];
        string[] staying =
        [
            ".alive.mutx.claim", $".y.mutx.claim.taken-{Hex}", $".y.mutx.claim.new-{Hex}", ".empty.mutx.claim", ".text.mutx.claim",
            $".z.mutx.claim.new-{Hex}", $"photo.taken-{Hex}", "note.taken-away", "named.lock",
        ];
        foreach (string name in staying)
        {
            File.WriteAllBytes(_directory[name], alive);
        }

        foreach (string name in going)
        {
            File.WriteAllBytes(_directory[name], ended.ToBytes());
        }

        File.WriteAllBytes(_directory["named.lock"], ended.ToBytes());
        File.WriteAllText(_directory[".empty.mutx.claim"], "");
        File.WriteAllText(_directory[$".z.mutx.claim.new-{Hex}"], "{\"pid\": 4711, \"time");
        foreach ((string name, string content) in new[] { (".text.mutx.claim", "important"), ($"photo.taken-{Hex}", "JFIF"), ($".old.mutx.claim.new-{Hex}", "{\"pid") })
        {
            File.WriteAllText(_directory[name], content);
            File.SetLastWriteTimeUtc(_directory[name], new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        using DiskDirectory open = Disk.Current.OpenDirectory(_directory.Path);
        var sweep = new ClaimSweep(Disk.Current, open, _time, StaleAfter);
        string[] dead = [.. _directory.Entries.Where(sweep.IsDead)];
        foreach (string name in _directory.Entries)
        {
            Assert.Equal(dead.Contains(name), sweep.TryRemove(name));
            Assert.Equal(going.Contains(name), dead.Contains(name));
        }

        _directory.AssertEntries(staying);
    }

    private static ClaimRecord Record(string host, DateTimeOffset time) => new()
    {
        ProcessId = 4711,
        Timestamp = time,
        HostName = host,
        Id = "other",
    };

    private ClaimRecord Ended() => ClaimRecord.Create(ProcessIdentity.Current, "ended", _time.Now, null) with
    {
        ProcessId = ClaimRecord.MaxProcessId,
        Started = null,
    };

    private byte[] Put(ClaimRecord record, DateTimeOffset modified)
    {
        byte[] bytes = record.ToBytes();
        File.WriteAllBytes(ClaimPath, bytes);
        File.SetLastWriteTimeUtc(ClaimPath, modified.UtcDateTime);
        return bytes;
    }
}
