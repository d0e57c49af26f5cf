using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Tests.Locking.Claims;

public sealed class ClaimJudgeTests
{
    private const int Pid = 4711;
    private const long Started = 1000;

    private static readonly DateTimeOffset Now = new(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly ProcessIdentity Self = new()
    {
        ProcessId = 1,
        HostName = "here",
        Started = 5,
        Boot = "boot-1",
        PidNamespace = 77,
    };

    private static readonly ProcessFacts Alive = new() { Exists = true, Started = Started, Age = TimeSpan.FromDays(1) };

    [Fact]
    public void A_claim_of_a_process_that_has_ended_is_stale_at_once()
    {
        Assert.Equal(ClaimVerdict.HolderEnded, Judge(Ours(), process: ProcessFacts.None));
    }

    [Fact]
    public void A_claim_of_a_process_that_lives_is_held_whatever_the_calendar_says()
    {
        Assert.Equal(ClaimVerdict.Held, Judge(Ours()));
        Assert.Equal(ClaimVerdict.Held, Judge(Ours(age: Hour), modifiedAge: Hour));
        Assert.Equal(ClaimVerdict.Held, Judge(Ours(age: -Hour), modifiedAge: -Hour));
    }

    [Fact]
    public void A_claim_of_a_process_that_lives_but_was_watched_not_to_touch_it_is_stale()
    {
        Assert.Equal(ClaimVerdict.Held, Judge(Ours(), watched: StaleAfter - TimeSpan.FromSeconds(1)));
        Assert.Equal(ClaimVerdict.Abandoned, Judge(Ours(), watched: StaleAfter));
    }

    [Fact]
    public void A_number_that_another_process_has_now_is_told_by_its_start()
    {
        ProcessFacts other = Alive with { Started = Started + 1, Age = TimeSpan.Zero };
        Assert.Equal(ClaimVerdict.NumberUsedAgain, Judge(Ours(), process: other));
    }

    [Fact]
    public void In_a_claim_of_three_fields_a_process_younger_than_the_claim_tells_that_the_number_is_used_again()
    {
        TimeSpan minute = TimeSpan.FromMinutes(1);
        ProcessFacts young = new() { Exists = true, Started = 9, Age = TimeSpan.FromSeconds(20) };
        Assert.Equal(ClaimVerdict.NumberUsedAgain, Judge(ThreeFields(age: minute), modifiedAge: minute, process: young));
        Assert.Equal(ClaimVerdict.Held, Judge(ThreeFields(age: minute), modifiedAge: minute, process: Alive));
    }

    [Fact]
    public void A_claim_of_three_fields_is_understood()
    {
        Assert.Equal(ClaimVerdict.Held, Judge(ThreeFields()));
        Assert.Equal(ClaimVerdict.HolderEnded, Judge(ThreeFields(), process: ProcessFacts.None));
        Assert.Equal(ClaimVerdict.Abandoned, Judge(ThreeFields(age: Hour), modifiedAge: Hour));
        Assert.Equal(ClaimVerdict.Held, Judge(ThreeFields(host: "elsewhere"), process: ProcessFacts.None));
    }

    [Theory]
    [InlineData("elsewhere", "boot-1", 77)]
    [InlineData("here", "boot-2", 77)]
    [InlineData("here", "boot-1", 78)]
    public void On_another_host_boot_or_pid_namespace_the_pid_says_nothing(string host, string boot, long space)
    {
        ClaimRecord record = Ours() with { HostName = host, Boot = boot, PidNamespace = space };
        Assert.Equal(ClaimVerdict.Held, Judge(record, process: ProcessFacts.None));
        Assert.Equal(ClaimVerdict.Held, Judge(record with { Timestamp = Now - Hour }, process: ProcessFacts.None));
        Assert.Equal(ClaimVerdict.Held, Judge(record, modifiedAge: Hour, process: ProcessFacts.None));
        Assert.Equal(ClaimVerdict.Abandoned, Judge(record with { Timestamp = Now - Hour }, modifiedAge: Hour));
    }

    [Theory]
    [InlineData(null, 77L, "boot-1", 77L)]
    [InlineData("boot-1", null, "boot-1", 77L)]
    [InlineData("boot-1", 77L, null, 77L)]
    [InlineData("boot-1", 77L, "boot-1", null)]
    [InlineData(null, null, null, null)]
    public void What_a_record_of_ours_or_this_process_cannot_tell_is_not_taken_for_equal(string? boot, long? space, string? ownBoot, long? ownSpace)
    {
        ClaimRecord record = Ours() with { Boot = boot, PidNamespace = space };
        ProcessIdentity self = Self with { Boot = ownBoot, PidNamespace = ownSpace };
        Assert.False(ClaimJudge.IsNear(record, self));
        Assert.True(ClaimJudge.IsNear(ThreeFields(), self));
    }

    [Fact]
    public void Stale_by_age_takes_both_timestamp_and_mtime_and_begins_at_the_limit()
    {
        TimeSpan justUnder = StaleAfter - TimeSpan.FromMilliseconds(1);
        Assert.Equal(ClaimVerdict.Held, Judge(Far(age: justUnder), modifiedAge: Hour));
        Assert.Equal(ClaimVerdict.Held, Judge(Far(age: Hour), modifiedAge: justUnder));
        Assert.Equal(ClaimVerdict.Abandoned, Judge(Far(age: StaleAfter), modifiedAge: StaleAfter));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_clock_an_hour_off_makes_no_fresh_claim_stale(int direction)
    {
        TimeSpan off = Hour * direction;

        // The holder's clock is off: its timestamp is, but the time of the file is its keeper's.
        Assert.Equal(ClaimVerdict.Held, Judge(Far(age: off)));

        // Ours is off: the timestamp seems old or new, and the file's keeper disagrees with us about the present.
        Assert.Equal(ClaimVerdict.Held, Judge(Far(age: off), modifiedAge: off, directoryAhead: -off));

        // The keeper's was set after the file was touched: it disagrees with ours by as much as the file seems old.
        Assert.Equal(ClaimVerdict.Held, Judge(Far(age: Hour), modifiedAge: Hour, directoryAhead: Hour));
    }

    [Fact]
    public void Whatever_the_clocks_say_a_claim_watched_unchanged_for_long_enough_is_stale()
    {
        foreach (TimeSpan stamp in new[] { -Hour, TimeSpan.Zero, Hour })
        {
            foreach (TimeSpan modified in new[] { TimeSpan.FromDays(-3650), -Hour, TimeSpan.Zero, Hour })
            {
                Assert.Equal(ClaimVerdict.Abandoned, Judge(Far(age: stamp), modifiedAge: modified, watched: StaleAfter));
            }
        }
    }

    [Fact]
    public void An_mtime_in_the_future_is_no_age_at_all()
    {
        Assert.Equal(ClaimVerdict.Held, Judge(Far(age: Hour), modifiedAge: -Hour));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData(" ")]
    [InlineData("{}")]
    [InlineData("{\"name\": \"app\"")]
    [InlineData("{\"pid\": 4711}")]
    [InlineData("{\"pid\": \"4711\", \"timestamp\": \"2026-01-31T10:00:00.000Z\", \"hostname\": \"here\"}")]
    [InlineData("{\"pid\": 0, \"timestamp\": \"2026-01-31T10:00:00.000Z\", \"hostname\": \"here\"}")]
    [InlineData("{\"pid\": -4711, \"timestamp\": \"2026-01-31T10:00:00.000Z\", \"hostname\": \"here\"}")]
    [InlineData("{\"pid\": 4194305, \"timestamp\": \"2026-01-31T10:00:00.000Z\", \"hostname\": \"here\"}")]
    [InlineData("{\"pid\": 1e99, \"timestamp\": \"2026-01-31T10:00:00.000Z\", \"hostname\": \"here\"}")]
    [InlineData("{\"pid\": 4711, \"timestamp\": \"1970-01-01T00:00:00.000Z\", \"hostname\": \"here\"}")]
    [InlineData("{\"pid\": 4711, \"timestamp\": \"2026-02-01T10:00:01.000Z\", \"hostname\": \"here\"}")]
    [InlineData("{\"pid\": 4711, \"timestamp\": \"yesterday\", \"hostname\": \"here\"}")]
    [InlineData("{\"pid\": 4711, \"timestamp\": \"2026-01-31T10:00:00.000Z\", \"hostname\": 7}")]
    [InlineData("{\"pid\": 4711, \"timestamp\": \"2026-01-31T10:00:00.000Z\", \"hostname\": \"here\"} {}")]
    public void What_is_no_record_and_can_become_none_is_somebody_s_whatever_its_age(string content)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        Assert.Equal(ClaimVerdict.Foreign, Judge(bytes, TimeSpan.Zero));
        Assert.Equal(ClaimVerdict.Foreign, Judge(bytes, Hour, watched: Hour));
    }

    [Fact]
    public void The_beginning_of_a_record_is_held_while_it_may_be_being_written_and_stale_after()
    {
        TimeSpan justUnder = ClaimJudge.BeingWritten - TimeSpan.FromMilliseconds(1);
        byte[] whole = (Ours() with { HostName = "höst" }).ToBytes();
        for (int length = 0; length < whole.AsSpan().LastIndexOf((byte)'}'); length++)
        {
            Assert.Equal(ClaimVerdict.Held, Judge(whole[..length], justUnder));
            Assert.Equal(ClaimVerdict.NoRecord, Judge(whole[..length], ClaimJudge.BeingWritten));
            Assert.Equal(ClaimVerdict.NoRecord, Judge(whole[..length], -Hour, watched: ClaimJudge.BeingWritten));
        }
    }

    [Fact]
    public void What_cannot_be_read_is_held_and_what_is_no_regular_file_is_somebody_s()
    {
        var unreadable = new ClaimSight { Content = [], Modified = Now - Hour, Unreadable = new MutxException(MutxError.AccessDenied, "no") };
        Assert.Equal(ClaimVerdict.Held, Judge(unreadable, watched: Hour));
        foreach (FileKind kind in Enum.GetValues<FileKind>().Where(kind => kind != FileKind.Regular))
        {
            Assert.Equal(ClaimVerdict.Foreign, Judge(new ClaimSight { Kind = kind, Content = [], Modified = Now - Hour }, watched: Hour));
        }
    }

    [Fact]
    public void Deep_long_and_invalid_content_is_no_record()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 700)) + "1" + new string('}', 700);
        byte[] good = Ours().ToBytes();
        byte[] tooLong = [.. good, .. Enumerable.Repeat((byte)' ', ClaimRecord.MaxLength)];
        byte[] notUtf8 = Encoding.Latin1.GetBytes("{\"pid\": 4711, \"timestamp\": \"2026-01-31T10:00:00.000Z\", \"hostname\": \"h\u00e9\"}");
        byte[] halfPair = Encoding.ASCII.GetBytes("{\"pid\": 4711, \"timestamp\": \"2026-01-31T10:00:00.000Z\", \"hostname\": \"\\ud800\"}");
        foreach (byte[] content in new[] { Encoding.ASCII.GetBytes(deep), tooLong, notUtf8, halfPair })
        {
            Assert.Null(ClaimRecord.TryParse(content, Now));
        }
    }

    [Fact]
    public void A_record_reads_back_as_it_was_written_whatever_the_host_is_called()
    {
        foreach (string host in new[] { "here", "höst \"x\"\n", "\u0000", "😀" })
        {
            ClaimRecord record = Ours() with { HostName = host };
            Assert.Equal(record, ClaimRecord.TryParse(record.ToBytes(), Now));
        }
    }

    [Fact]
    public void What_other_programs_add_to_a_record_is_no_concern()
    {
        string text = """
            {"extra": {"a": [1, 2, {"b": null}]}, "pid": 4711, "id": {"not": "text"}, "timestamp": "2026-01-31T10:00:00Z",
             "started": "soon", "hostname": "here"}
            """;
        ClaimRecord record = ClaimRecord.TryParse(Encoding.UTF8.GetBytes(text), Now)!;
        Assert.Equal((Pid, "here", null, null), (record.ProcessId, record.HostName, record.Id, record.Started));
    }

    [Fact]
    public void A_generation_is_the_time_but_always_above_the_one_taken_over()
    {
        long time = Now.ToUnixTimeMilliseconds();
        Assert.Equal(time, ClaimRecord.Create(Self, "x", Now, null).Generation);
        Assert.Equal(time, ClaimRecord.Create(Self, "x", Now, time - 1).Generation);
        Assert.Equal(time + 1, ClaimRecord.Create(Self, "x", Now, time).Generation);
        Assert.Equal(time + 3_600_001, ClaimRecord.Create(Self, "x", Now, time + 3_600_000).Generation);
    }

    [Fact]
    public void No_bytes_make_the_judge_throw_and_none_that_may_be_a_record_are_held_for_ever()
    {
        byte[] good = Ours().ToBytes();
        Prop.ForAll((byte[] noise, int place, long seconds) =>
        {
            TimeSpan age = TimeSpan.FromSeconds(seconds % 100_000_000_000);
            byte[] damaged = [.. good];
            for (int i = 0; i < noise.Length; i++)
            {
                damaged[(int)((uint)(place + i) % (uint)damaged.Length)] = noise[i];
            }

            foreach (byte[] content in new[] { noise, damaged, damaged[..(int)((uint)place % (uint)damaged.Length)] })
            {
                _ = Judge(content, age);
                Assert.NotEqual(ClaimVerdict.Held, Judge(content, age, watched: StaleAfter));
                ClaimVerdict fresh = Judge(content, TimeSpan.Zero, process: Alive with { Started = null }, orEnded: true);
                Assert.True(fresh is ClaimVerdict.Held or ClaimVerdict.Foreign, $"{fresh}");
            }
        }).QuickCheckThrowOnFailure();
    }

    private static ClaimRecord Ours(TimeSpan age = default) => new()
    {
        ProcessId = Pid,
        Timestamp = Now - age,
        HostName = "HERE",
        Id = new string('a', 32),
        Started = Started,
        Boot = "boot-1",
        PidNamespace = 77,
        Generation = 1,
    };

    private static ClaimRecord Far(TimeSpan age = default) => Ours(age) with { HostName = "elsewhere" };

    private static ClaimRecord ThreeFields(TimeSpan age = default, string host = "here") =>
        new() { ProcessId = Pid, Timestamp = Now - age, HostName = host };

    private static ClaimVerdict Judge(
        ClaimRecord record, TimeSpan modifiedAge = default, TimeSpan watched = default, TimeSpan directoryAhead = default, ProcessFacts? process = null) =>
        Judge(record.ToBytes(), modifiedAge, watched, directoryAhead, process);

    /// <param name="content">What the claim says.</param>
    /// <param name="modifiedAge">How old the file is by its keeper's clock.</param>
    /// <param name="watched">For how long it has been watched.</param>
    /// <param name="directoryAhead">How far the keeper's clock is ahead of ours.</param>
    /// <param name="process">What has the claim's pid here.</param>
    /// <param name="orEnded">Whether any verdict but a stale age counts as held.</param>
    private static ClaimVerdict Judge(
        byte[] content, TimeSpan modifiedAge, TimeSpan watched = default, TimeSpan directoryAhead = default, ProcessFacts? process = null, bool orEnded = false) =>
        Judge(new ClaimSight { Content = content, Modified = Now + directoryAhead - modifiedAge }, watched, directoryAhead, process, orEnded);

    private static ClaimVerdict Judge(
        ClaimSight sight, TimeSpan watched = default, TimeSpan directoryAhead = default, ProcessFacts? process = null, bool orEnded = false)
    {
        var evidence = new ClaimEvidence
        {
            Sight = sight,
            Now = Now,
            DirectoryNow = Now + directoryAhead,
            Watched = watched,
            StaleAfter = StaleAfter,
        };
        ClaimVerdict verdict = ClaimJudge.Judge(evidence, Self, _ => process ?? Alive);
        return orEnded && verdict is ClaimVerdict.NumberUsedAgain or ClaimVerdict.HolderEnded ? ClaimVerdict.Held : verdict;
    }
}
