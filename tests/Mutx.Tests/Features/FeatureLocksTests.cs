using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Mutx.Features;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.TestKit;

namespace Mutx.Tests.Features;

public sealed class FeatureLocksTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 10, 0, 0, 123, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();
    private readonly SettableTime _time = new(Start);

    public void Dispose() => _directory.Dispose();

    private string Root => _directory["root"];

    private FeatureLocks Locks => new(Disk.Current, Root, _time);

    private string LockFile(string feature) => Path.Combine(Root, "specs", feature, ".lock");

    [Fact]
    public void A_lock_says_pid_and_time_and_nothing_stays_beside_it()
    {
        FeatureLock held = Locks.Acquire("login", 42);
        Assert.Equal(new FeatureLock("login", 42, Start, TimeSpan.Zero), held);
        Assert.Equal("42:1769853600.1230000", File.ReadAllText(LockFile("login")));
        Assert.Equal([LockFile("login")], Directory.GetFileSystemEntries(Path.GetDirectoryName(LockFile("login"))!));

        _time.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(held with { Age = TimeSpan.FromSeconds(5) }, Locks.Check("login"));
    }

    [Fact]
    public void Held_by_one_it_is_refused_to_others_and_to_itself_with_words()
    {
        Locks.Acquire("login", 42);
        _time.Pass(TimeSpan.FromMinutes(2));
        Assert.Null(Locks.TryAcquire("login", 43));
        Assert.Null(Locks.TryAcquire("login", 42));
        LockUnavailableException e = Assert.Throws<LockUnavailableException>(() => Locks.Acquire("login", 43));
        Assert.Equal("cannot lock the feature 'login': pid 42 has held it for 2m", e.Message);
        Assert.NotNull(Locks.TryAcquire("logout", 43));
    }

    [Fact]
    public void Exactly_two_hours_old_it_is_held_and_after_that_it_is_taken_over()
    {
        Locks.Acquire("login", 42);
        _time.Pass(TimeSpan.FromSeconds(7200));
        Assert.Null(Locks.TryAcquire("login", 43));
        Assert.NotNull(Locks.Check("login"));
        _time.Pass(TimeSpan.FromTicks(1));
        Assert.Null(Locks.Check("login"));
        Assert.Equal(43, Locks.Acquire("login", 43).ProcessId);
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(LockFile("login"))!));
    }

    [Fact]
    public void Release_removes_only_its_own_lock()
    {
        Assert.False(Locks.Release("login", 42));
        Locks.Acquire("login", 42);
        MutxException e = Assert.Throws<MutxException>(() => Locks.Release("login", 43));
        Assert.Equal(MutxError.NotPermitted, e.Error);
        Assert.Equal("cannot release the feature 'login': its lock is held for pid 42, not for 43", e.Message);
        Assert.True(Locks.Release("login", 42));
        Assert.False(Locks.Release("login", 42));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(LockFile("login"))!));
    }

    public static TheoryData<string> Corrupt() =>
    [
        "", "x", "42", "42:", ":1", "42:x", "0:1769853600", "4194305:1769853600", "-1:1769853600", "42:0", "42:-5", "42:1e9",
        "42:1769940001", "99999999999999999999:1", "42:1:2", " 42:1769853600", "\0\0\0", "42:NaN", "42:1769853600\0",
    ];

    [Theory]
    [MemberData(nameof(Corrupt))]
    public void What_is_no_lock_is_nobody_s_and_anybody_may_take_or_clear_it(string content)
    {
        Put(Encoding.Latin1.GetBytes(content));
        Assert.Null(Locks.Check("login"));
        Assert.True(Locks.Release("login", 42));
        Assert.False(File.Exists(LockFile("login")));

        Put(Encoding.Latin1.GetBytes(content));
        Assert.Equal(42, Locks.Acquire("login", 42).ProcessId);
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(LockFile("login"))!));
    }

    [Theory]
    [InlineData("42:1769853600")]
    [InlineData("42:1769853600.5\n")]
    [InlineData("1:1769939999.99")]
    [InlineData("4194304:1769853600")]
    public void What_other_programs_write_is_understood(string content)
    {
        Put(Encoding.ASCII.GetBytes(content));
        Assert.NotNull(Locks.Check("login"));
        Assert.Null(Locks.TryAcquire("login", 7));
    }

    [Fact]
    public void Links_fifos_and_huge_files_are_no_locks_and_nobody_hangs_on_them()
    {
        string path = LockFile("login");
        Put([]);
        File.Delete(path);
        File.CreateSymbolicLink(path, _directory.Write("elsewhere", "42:1769853600"));
        Assert.Equal(7, Locks.Acquire("login", 7).ProcessId);
        Assert.Equal("42:1769853600", _directory.Read("elsewhere"));

        File.Delete(path);
        using (System.Diagnostics.Process mkfifo = System.Diagnostics.Process.Start("mkfifo", [path]))
        {
            mkfifo.WaitForExit();
        }

        Assert.Equal(7, Locks.Acquire("login", 7).ProcessId);

        using (FileStream huge = File.Create(path))
        {
            huge.SetLength(8L << 30);
        }

        Assert.Equal(7, Locks.Acquire("login", 7).ProcessId);
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    public static TheoryData<string> BadNames() =>
    [
        "", "../etc", "foo/bar", "foo\\bar", ".hidden", "..", ".", "a..b", new string('a', 300), "a\0b", "a\nb", "a\n", "-x", "_x", "a b", "é", "a\u0661",
    ];

    [Theory]
    [MemberData(nameof(BadNames))]
    public void A_name_that_is_none_is_an_argument_error_and_leaves_nothing_on_disk(string name)
    {
        Assert.Throws<ArgumentException>(() => Locks.TryAcquire(name, 1));
        Assert.Throws<ArgumentException>(() => Locks.Release(name, 1));
        Assert.Throws<ArgumentException>(() => Locks.Check(name));
        _directory.AssertEntries();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(4_194_305)]
    public void A_pid_that_is_none_is_an_argument_error(int pid)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Locks.TryAcquire("a", pid));
        _directory.AssertEntries();
    }

    [Fact]
    public void The_current_feature_is_the_one_written_down_else_the_newest_state_and_reading_never_throws()
    {
        Assert.Null(Locks.Current());
        string state = Directory.CreateDirectory(Path.Combine(Root, "state")).FullName;
        File.WriteAllText(Path.Combine(state, "old.json"), "");
        File.WriteAllText(Path.Combine(state, "new.json"), "");
        File.WriteAllText(Path.Combine(state, "no name.json"), "");
        File.SetLastWriteTimeUtc(Path.Combine(state, "old.json"), Start.UtcDateTime);
        File.SetLastWriteTimeUtc(Path.Combine(state, "new.json"), Start.UtcDateTime.AddSeconds(1));
        Assert.Equal("new", Locks.Current());

        string current = Path.Combine(Root, ".current-feature");
        File.WriteAllText(current, "login\n");
        Assert.Equal("login", Locks.Current());
        foreach (string bad in new[] { "", "../x", "two words", new string('a', 5000) })
        {
            File.WriteAllText(current, bad);
            Assert.Equal("new", Locks.Current());
        }

        File.Delete(current);
        Directory.CreateDirectory(current);
        Assert.Equal("new", Locks.Current());
    }

    [Fact]
    public void No_bytes_make_the_parser_throw_and_what_it_reads_is_in_bounds()
    {
        Prop.ForAll((byte[] noise, int pid, decimal seconds) =>
        {
            byte[] likely = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{pid}:{seconds}"));
            foreach (byte[] content in new[] { noise, likely, [.. likely, .. noise], [.. noise, .. likely] })
            {
                if (FeatureRecord.TryParse(content, Start) is { } record)
                {
                    Assert.InRange(record.ProcessId, 1, 4_194_304);
                    Assert.InRange(record.Timestamp, DateTimeOffset.UnixEpoch, Start.AddDays(1));
                }
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Of_many_who_see_the_same_stale_lock_one_gets_it()
    {
        for (int round = 0; round < 50; round++)
        {
            Put("42:1000000"u8.ToArray());
            int next = 0;
            Task<FeatureLock?>[] takers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => Locks.TryAcquire("login", Interlocked.Increment(ref next))))];
            FeatureLock?[] results = await Task.WhenAll(takers);
            FeatureLock winner = Assert.Single(results, r => r is not null)!;
            Assert.Equal(winner.ProcessId, Locks.Check("login")!.ProcessId);
            Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(LockFile("login"))!));
        }
    }

    private void Put(byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LockFile("login"))!);
        File.WriteAllBytes(LockFile("login"), content);
    }
}
