using Mutx.Locking;
using Mutx.Primitives;
using Mutx.TestKit;
using Mutx.Updating;

namespace Mutx.Tests.Locking.Claims;

/// <summary>Claims as the users of a lock see them.</summary>
public sealed class ClaimLockTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _locks = new();

    public void Dispose()
    {
        _directory.Dispose();
        _locks.Dispose();
    }

    private FileLockOptions ByClaim => new() { Method = LockMethod.Claim, Directory = _locks.Path };

    [Fact]
    public void A_claim_is_held_by_one_without_a_fencing_token_and_says_so()
    {
        var fileLock = new FileLock(_directory["f"], ByClaim);
        using (FileLockHandle held = fileLock.Acquire(cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.Equal((LockMethod.Claim, _directory[".f.mutx.claim"]), (held.Method, held.Path));
            held.EnsureHeld();
            Assert.Null(held.FencingToken);
            Assert.Null(new FileLock(_directory["f"], ByClaim).TryAcquire());
            Assert.Equal(LockState.Claimed, LockInspector.Inspect(fileLock).State);
            Assert.Equal(MutxError.NotSupported, Assert.Throws<MutxException>(held.MakeInheritable).Error);
        }

        _directory.AssertEntries();
    }

    [Fact]
    public async Task A_claim_locks_until_it_is_stale()
    {
        var fileLock = new FileLock(_directory["f"], ByClaim);
        foreach ((DateTimeOffset time, bool isLocked) in new[] { (DateTimeOffset.UtcNow, true), (DateTimeOffset.UtcNow.AddHours(-1), false) })
        {
            string claim = _directory.Write(".f.mutx.claim", $$"""{"pid": 1, "timestamp": "{{time:o}}", "hostname": "elsewhere"}""");
            File.SetLastWriteTimeUtc(claim, time.UtcDateTime);
            Assert.Equal(isLocked, await fileLock.IsLockedAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task One_who_waits_for_another_host_s_claim_gets_it_when_it_goes()
    {
        FileLockHandle other = new FileLock(_directory["f"], ByClaim with { Directory = _locks.MakeDirectory("other") }).Acquire();
        ValueTask<FileLockHandle> waiting = new FileLock(_directory["f"], ByClaim).AcquireAsync(timeout: Eventually.Deadline);
        Assert.False(waiting.IsCompleted);
        other.Dispose();
        (await waiting).Dispose();
        _directory.AssertEntries();
    }

    [Fact]
    public async Task One_who_stops_waiting_leaves_nothing_and_holds_nobody_up()
    {
        using FileLockHandle other = new FileLock(_directory["f"], ByClaim with { Directory = _locks.MakeDirectory("other") }).Acquire();
        using CancellationTokenSource cancel = new();
        ValueTask<FileLockHandle> waiting = new FileLock(_directory["f"], ByClaim).AcquireAsync(cancellationToken: cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        Assert.Null(await new FileLock(_directory["f"], ByClaim).TryAcquireAsync(timeout: TimeSpan.FromMilliseconds(100)));
        other.Dispose();
        (await new FileLock(_directory["f"], ByClaim).AcquireAsync(timeout: Eventually.Deadline)).Dispose();
        _directory.AssertEntries();
    }

    [Fact]
    public async Task A_claim_is_kept_fresh_for_far_longer_than_it_lasts_untouched()
    {
        FileLockOptions brief = ByClaim with { ClaimStaleAfter = TimeSpan.FromMilliseconds(300) };
        using FileLockHandle held = new FileLock(_directory["f"], brief).Acquire();
        DateTime first = File.GetLastWriteTimeUtc(_directory[".f.mutx.claim"]);
        await Eventually.IsTrue(() => File.GetLastWriteTimeUtc(_directory[".f.mutx.claim"]) - first > TimeSpan.FromSeconds(1), "it has been touched for a second");
        held.EnsureHeld();
        Assert.False(held.LockLost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_lost_claim_is_told_by_the_token_without_being_asked_for()
    {
        FileLockOptions brief = ByClaim with { ClaimStaleAfter = TimeSpan.FromMilliseconds(300) };
        using FileLockHandle held = new FileLock(_directory["f"], brief).Acquire();
        File.Delete(_directory[".f.mutx.claim"]);
        await Eventually.IsTrue(() => held.LockLost.IsCancellationRequested, "the loss is found out");
        Assert.Throws<LockLostException>(held.EnsureHeld);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("{\"pid\": 12")]
    public void A_claim_that_something_else_was_written_into_is_lost_and_cleared_all_the_same(string content)
    {
        FileLockHandle held = new FileLock(_directory["f"], ByClaim).Acquire();
        File.WriteAllText(held.Path, content);
        Assert.Throws<LockLostException>(held.EnsureHeld);
        held.Dispose();
        _directory.AssertEntries();
    }

    [Fact]
    public void Another_file_in_the_claim_s_place_stays_though_it_gets_the_same_number()
    {
        FileLockHandle held = new FileLock(_directory["f"], ByClaim).Acquire();
        ulong number = FileState.Of(held.Path).Inode;
        string others = _directory.MakeDirectory("others");
        File.Delete(held.Path);
        string? heir = Enumerable.Range(0, 1000).Select(i => Path.Join(others, $"{i}"))
            .FirstOrDefault(path => WithText(path, "important").Inode == number);
        File.Move(heir ?? Path.Join(others, "0"), held.Path);
        held.Dispose();
        Assert.Equal("important", _directory.Read(".f.mutx.claim"));
        _directory.AssertEntries(".f.mutx.claim", "others");

        static FileState WithText(string path, string text)
        {
            File.WriteAllText(path, text);
            return FileState.Of(path);
        }
    }

    [Fact]
    public void A_claim_lost_while_content_is_made_leaves_the_file_as_it_was()
    {
        _directory.Write("f", "old");
        var options = new ReplaceOptions { Lock = ByClaim, Scope = LockScope.Production };
        Assert.Throws<LockLostException>(() => LockedFile.Replace(
            _directory["f"],
            writer =>
            {
                writer.Write("new"u8);
                _directory.Write(".f.mutx.claim", "{\"pid\": 1, \"timestamp\": \"2026-01-31T10:00:00Z\", \"hostname\": \"elsewhere\"}");
            },
            options,
            TestContext.Current.CancellationToken));
        Assert.Equal("old", _directory.Read("f"));
        _directory.AssertEntries("f", ".f.mutx.claim");
    }

    [Fact]
    public async Task A_lock_file_that_was_named_is_the_claim_itself()
    {
        var options = new FileLockOptions { LockFile = _directory["l"], Method = LockMethod.Claim };
        FileLockHandle held = new FileLock(_directory["f"], options).Acquire();
        Assert.Equal(_directory["l"], held.Path);
        _directory.AssertEntries("l");
        Assert.Null(new FileLock(_directory["g"], options).TryAcquire());
        using (new FileLock(_directory["f"], ByClaim).Acquire())
        {
            ValueTask<FileLockHandle> waiting = new FileLock(_directory["g"], options).AcquireAsync(timeout: Eventually.Deadline);
            held.Dispose();
            (await waiting).Dispose();
        }

        _directory.AssertEntries();
    }

    [Fact]
    public void A_lock_file_that_was_named_is_a_claim_through_a_link_only_where_links_are_followed()
    {
        File.CreateSymbolicLink(_directory["l"], "claim");
        var options = new FileLockOptions { LockFile = _directory["l"], Method = LockMethod.Claim };
        Assert.Equal(MutxError.UnusableLockFile, Assert.Throws<MutxException>(() => new FileLock(_directory["f"], options).Acquire()).Error);
        using (new FileLock(_directory["f"], options with { FollowSymlinks = true }).Acquire())
        {
            _directory.AssertEntries("claim", "l");
        }

        _directory.AssertEntries("l");
    }

    [Fact]
    public void Names_and_records_are_locked_by_claims_too()
    {
        using (FileLockHandle named = FileLock.Named("job", ByClaim).Acquire())
        {
            Assert.Equal(LockMethod.Claim, named.Method);
        }

        using (new FileLock(_directory["f"], ByClaim).Record("r").Acquire())
        {
            Assert.Null(new FileLock(_directory["f"], ByClaim).TryAcquire());
        }

        _directory.AssertEntries();
    }
}
