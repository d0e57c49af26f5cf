using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.TestKit;

namespace Mutx.Tests.Locking;

public sealed class SharedLocksTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Locks => _directory[".locks"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_lock_lies_beside_its_resource_and_so_do_those_of_its_records_and_its_turnstile()
    {
        SharedLocks.Create(_directory.Path);
        var plain = new FileLock(_directory["f"]);
        using FileLockHandle held = new FileLock(_directory["g"], new FileLockOptions { Fair = true }).Acquire(timeout: TimeSpan.FromMinutes(1));
        using ILockHandle record = plain.Record("r 1").Acquire();

        Assert.Equal(Path.Join(Locks, "f.lock"), plain.LockFile);
        Assert.Equal(Path.Join(Locks, "g.lock"), held.Path);
        Assert.Equal(
            ["f.lock", "f.r_1.50249ef9.lock", "g.lock", "g.lock.turn"],
            Directory.GetFiles(Locks).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Null(plain.TryAcquire());
    }

    [Fact]
    public void The_lock_of_a_directory_lies_in_the_one_above()
    {
        Directory.CreateDirectory(_directory["d"]);
        SharedLocks.Create(_directory.Path);
        SharedLocks.Create(_directory["d"]);

        Assert.Equal(Path.Join(Locks, "d.lock"), new FileLock(_directory["d"]).LockFile);
        Assert.Equal(Path.Join(Locks, "d.lock"), new FileLock(_directory["d/."]).LockFile);
    }

    [Fact]
    public void A_name_of_the_users_own_has_no_directory_that_could_say_where_its_lock_lies() =>
        Assert.DoesNotContain(".locks", FileLock.Named("x", new FileLockOptions { Directory = _directory["l"] }).LockFile, StringComparison.Ordinal);

    [Fact]
    public void A_lock_is_lost_when_its_directory_is_moved_away_or_replaced()
    {
        SharedLocks.Create(_directory.Path);
        using FileLockHandle first = new FileLock(_directory["f"]).Acquire();
        using FileLockHandle second = new FileLock(_directory["g"]).Acquire();
        using FileLockHandle third = new FileLock(_directory["h"]).Acquire();
        first.EnsureHeld();

        Directory.Move(Locks, _directory["away"]);
        Assert.Contains("'" + Locks, Assert.Throws<LockLostException>(first.EnsureHeld).Message, StringComparison.Ordinal);

        SharedLocks.Create(_directory.Path);
        Assert.Throws<LockLostException>(second.EnsureHeld);

        Directory.Delete(Locks);
        Directory.Move(_directory["away"], Locks);
        third.EnsureHeld();
    }

    [Fact]
    public void A_lock_is_lost_when_its_directory_no_longer_counts()
    {
        SharedLocks.Create(_directory.Path);
        using FileLockHandle held = new FileLock(_directory["f"]).Acquire();

        _directory.SetMode(".locks", "777");

        Assert.Throws<LockLostException>(held.EnsureHeld);
    }

    [Fact]
    public void Who_asks_for_it_makes_it_and_makes_it_anew_where_it_was_removed()
    {
        var asked = new FileLock(_directory["f"], new FileLockOptions { CreateSharedLocks = true });

        asked.Acquire().Dispose();
        Assert.True(File.Exists(Path.Join(Locks, "f.lock")));

        Directory.Delete(Locks, recursive: true);
        asked.Acquire().Dispose();
        Assert.True(File.Exists(Path.Join(Locks, "f.lock")));
    }

    [Fact]
    public void A_lock_asked_for_again_is_looked_for_anew()
    {
        SharedLocks.Create(_directory.Path);
        var one = new FileLock(_directory["f"]);
        one.Acquire().Dispose();
        Directory.Delete(Locks, recursive: true);
        SharedLocks.Create(_directory.Path);

        using FileLockHandle held = one.Acquire();

        held.EnsureHeld();
        Assert.True(File.Exists(Path.Join(Locks, "f.lock")));
    }

    [Fact]
    public void A_repository_makes_it_once_and_leaves_alone_what_is_there()
    {
        SharedLocks.Ensure(Disk.Current, _directory.Path, FileLockOptions.Default);
        FileState made = FileState.Of(Locks);

        SharedLocks.Ensure(Disk.Current, _directory.Path, FileLockOptions.Default);

        Assert.Equal("2755", made.Octal);
        Assert.Equal(made, FileState.Of(Locks));
    }

    [Fact]
    public void A_repository_whose_locks_were_given_a_place_or_are_claims_makes_none()
    {
        SharedLocks.Ensure(Disk.Current, _directory.Path, new FileLockOptions { Directory = _directory["l"] });
        SharedLocks.Ensure(Disk.Current, _directory.Path, new FileLockOptions { LockFile = _directory["l"] });
        SharedLocks.Ensure(Disk.Current, _directory.Path, new FileLockOptions { Method = LockMethod.Claim });

        _directory.AssertEntries();
    }

    [Theory]
    [InlineData("link")]
    [InlineData("file")]
    [InlineData("open")]
    public void A_repository_refuses_one_that_has_no_effect(string what)
    {
        Directory.CreateDirectory(_directory["elsewhere"]);
        switch (what)
        {
            case "link":
                File.CreateSymbolicLink(Locks, _directory["elsewhere"]);
                break;
            case "file":
                _directory.Write(".locks", "");
                break;
            default:
                Directory.CreateDirectory(Locks);
                _directory.SetMode(".locks", "777");
                break;
        }

        MutxException refused = Assert.Throws<MutxException>(() => SharedLocks.Ensure(Disk.Current, _directory.Path, FileLockOptions.Default));

        Assert.Contains(".locks'", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory["elsewhere"]));
    }

    [Fact]
    public void A_lock_directory_has_to_be_absolute() =>
        Assert.Throws<ArgumentException>(() => new FileLockOptions { Directory = "locks" });

    [Theory]
    [InlineData("output.txt", "output.txt.lock")]
    [InlineData("a.lock", "a.lock.lock")]
    [InlineData(".hidden", ".hidden.lock")]
    [InlineData("Ärger", "Ärger.lock")]
    public void A_name_in_it_is_that_of_the_file(string file, string name) => Assert.Equal(name, LockPath.SharedNameFor(file));

    [Theory]
    [InlineData("t.p.d.f.a403cc15.lock", true)]
    [InlineData("t.p.d.f.a403cc15.lock.turn", true)]
    [InlineData("f.A403CC15.lock", false)]
    [InlineData("yarn.lock", false)]
    [InlineData("a403cc15.lock", false)]
    [InlineData(".a403cc15.lock", true)]
    [InlineData("f.a403cc15.lck", false)]
    [InlineData(".lock", false)]
    public void A_name_that_mutx_makes_up_is_known_by_the_hash_at_its_end(string name, bool isDerived) =>
        Assert.Equal(isDerived, LockPath.IsDerived(name));
}
