using Mutx.Backups;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Testing;
using Mutx.TestKit;
using Mutx.Tests.Locking;
using Mutx.Updating;
using Mutx.Writing;

namespace Mutx.Tests.Updating;

/// <summary>A file that was replaced under a server's lock, and those who come too late.</summary>
public sealed class FencingTests : IDisposable
{
    private const string Server = "postgres:7390.16384";

    private readonly TempDirectory _directory = new();
    private readonly string _file;
    private readonly FileLockOptions _lock;

    public FencingTests()
    {
        _file = _directory["config"];
        _lock = new FileLockOptions { Directory = Directory.CreateDirectory(_directory["locks"]).FullName };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_fence_rises_with_the_content_and_who_was_overtaken_is_refused()
    {
        Replace("one", At(1, 7));
        Assert.Equal(("one", At(1, 7)), Now);
        Replace("two", At(1, 9));
        FencedException error = Assert.Throws<FencedException>(() => Replace("late", At(1, 8)));
        Assert.Equal((MutxError.Fenced, At(1, 8), At(1, 9), CommitOutcome.NotDone), (error.Error, error.Token, error.Fence, error.Outcome));
        Assert.Equal(("two", At(1, 9)), Now);
        Replace("again", At(1, 9));
        Replace("after a failover", At(2, 1));
        Assert.Throws<FencedException>(() => Replace("late", At(1, 100)));
        Assert.Equal(("after a failover", At(2, 1)), Now);
    }

    [Fact]
    public void A_token_of_another_server_is_refused_until_the_fence_is_begun_anew()
    {
        Replace("one", At(1, 7));
        var other = new FencingToken("etcd:cdf8", "mutx.1", 0, 3);
        Assert.Throws<FencedException>(() => Replace("two", other));
        Assert.Equal(("one", At(1, 7)), Now);
        Replace("two", other, FencePolicy.Reset);
        Assert.Equal(("two", other), Now);
        Replace("three", At(1, 1), FencePolicy.Reset);
        Assert.Equal(("three", At(1, 1)), Now);
    }

    [Fact]
    public void A_token_of_another_lock_of_the_same_server_is_refused_and_the_message_says_which_is_whose()
    {
        Replace("one", At(1, 7));
        FencingToken other = At(1, 9) with { Lock = "mutx.2" };
        FencedException error = Assert.Throws<FencedException>(() => Replace("two", other));
        Assert.Contains("its fence is of the lock 'mutx.1' and the token of 'mutx.2'", error.Message, StringComparison.Ordinal);
        Assert.Equal(("one", At(1, 7)), Now);
        Replace("two", other, FencePolicy.Reset);
        Assert.Equal(("two", other), Now);
    }

    [Fact]
    public void Who_has_no_token_is_refused_unless_the_fence_is_ignored_and_then_it_stays()
    {
        Replace("one", At(1, 7));
        FencedException error = Assert.Throws<FencedException>(() => Replace("two", null));
        Assert.Equal((null, At(1, 7)), (error.Token, error.Fence));
        Assert.Throws<FencedException>(() => AtomicFile.WriteAllText(_file, "two"));
        Assert.Throws<FencedException>(() => LockedFile.UpdateText(_file, text => text + "two", new() { Replace = Options(null) }, Token));
        Assert.Equal(("one", At(1, 7)), Now);

        Replace("two", null, FencePolicy.Ignore);
        Assert.Equal(("two", At(1, 7)), Now);
        AtomicFile.WriteAllText(_file, "three", new AtomicFileOptions { FencePolicy = FencePolicy.Ignore });
        Assert.Equal(("three", At(1, 7)), Now);
        Assert.Throws<FencedException>(() => Replace("late", At(1, 6)));
    }

    [Fact]
    public void Who_has_no_lock_of_the_file_can_give_no_token() =>
        Assert.Throws<ArgumentException>(() => AtomicFile.WriteAllText(_file, "x", new AtomicFileOptions { FencingToken = At(1, 1) }));

    [Fact]
    public void An_update_is_refused_when_it_was_overtaken_while_it_ran()
    {
        Replace("1", At(1, 7));
        Assert.Throws<FencedException>(() => LockedFile.UpdateText(_file, text => text + "2", new() { Replace = Options(At(1, 6)) }, Token));
        LockedFile.UpdateText(_file, text => text + "2", new() { Replace = Options(At(1, 8)) }, Token);
        Assert.Equal(("12", At(1, 8)), Now);
    }

    [Fact]
    public void A_later_token_counts_though_the_content_is_the_same()
    {
        Replace("same", At(1, 7));
        LockedFile.Replace(_file, "same"u8.ToArray(), Options(At(1, 9)) with { IfChanged = true }, Token);
        Assert.Throws<FencedException>(() => Replace("late", At(1, 8)));
        Assert.False(LockedFile.Replace(_file, "same"u8.ToArray(), Options(At(1, 9)) with { IfChanged = true }, Token).Changed);
        Assert.Throws<FencedException>(
            () => LockedFile.Replace(_file, "same"u8.ToArray(), Options(At(1, 8)) with { IfChanged = true }, Token));
    }

    [Fact]
    public void Old_content_that_comes_back_does_not_bring_an_old_fence_with_it()
    {
        Replace("one", At(1, 7));
        LockedFile.Replace(_file, "two"u8.ToArray(), Options(At(1, 9)) with { Backup = BackupOptions.Default }, Token);
        Assert.Throws<FencedException>(() => LockedFile.Restore(_file, BackupChoice.Newest, null, Options(null), null, Token));
        LockedFile.Restore(_file, BackupChoice.Newest, null, Options(null, FencePolicy.Ignore), null, Token);
        Assert.Equal(("one", At(1, 9)), Now);
    }

    [Fact]
    public void A_fence_that_says_nothing_lets_nobody_through_but_who_begins_it_anew()
    {
        Replace("one", At(1, 7));
        using (DiskDirectory directory = Disk.Current.OpenDirectory(_directory.Path))
        {
            Assert.True(Disk.Current.TryWriteAttribute(directory, "config", Disk.FenceAttribute, "what?"));
        }

        Assert.Null(Assert.Throws<FencedException>(() => Replace("two", At(1, 8))).Fence);
        Assert.Throws<FencedException>(() => Replace("two", null));
        Replace("two", null, FencePolicy.Ignore);
        Assert.Throws<FencedException>(() => Replace("three", At(1, 8)));
        Replace("three", At(1, 8), FencePolicy.Reset);
        Assert.Equal(("three", At(1, 8)), Now);
    }

    /// <summary>What a fence doesn't protect from. Whoever thinks that it does finds out here.</summary>
    [Fact]
    public void Deletion_and_other_programs_take_the_fence_away()
    {
        Replace("one", At(1, 7));
        File.Delete(_file);
        Replace("an old one", At(1, 2));
        Assert.Equal(("an old one", At(1, 2)), Now);

        Replace("two", At(1, 8));
        File.WriteAllText(_file, "past the lock");
        Assert.Equal(("past the lock", At(1, 8)), Now);
        File.WriteAllText(_directory["new"], "by mv");
        File.Move(_directory["new"], _file, overwrite: true);
        Replace("an old one", At(1, 2));
        Assert.Equal(("an old one", At(1, 2)), Now);
    }

    [Fact]
    public async Task The_token_of_a_servers_lock_fences_the_file_and_the_lock_is_given_back()
    {
        ILock server = new MemoryLockProvider(new MemoryLockOptions { FencingTokens = true }).Get("config");
        await LockedFile.ReplaceAsync(_file, "one"u8.ToArray(), Options(null) with { ServerLock = server }, Token);
        LockedFile.Replace(_file, "two"u8.ToArray(), Options(null) with { ServerLock = server, LockTimeout = TimeSpan.Zero }, Token);
        FencingToken last = Now.Fence!;
        ILockHandle held = await server.AcquireAsync(cancellationToken: Token);
        Assert.True(held.FencingToken > last);
        Assert.Throws<LockUnavailableException>(
            () => LockedFile.Replace(_file, "x"u8.ToArray(), Options(null) with { ServerLock = server, LockTimeout = TimeSpan.Zero }, Token));
        await Assert.ThrowsAsync<LockTimeoutException>(() => LockedFile.ReplaceAsync(
            _file, "x"u8.ToArray(), Options(null) with { ServerLock = server, LockTimeout = TimeSpan.FromMilliseconds(20) }, Token));
        await held.DisposeAsync();
        Assert.Throws<FencedException>(() => Replace("without the server", null));
        Assert.Equal(("two", last), Now);
    }

    [Fact]
    public void A_servers_lock_that_is_lost_while_the_content_is_made_replaces_nothing()
    {
        File.WriteAllText(_file, "old");
        var server = new MadeUpLock(TimeProvider.System);
        Assert.Throws<LockLostException>(() => LockedFile.Replace(
            _file,
            writer =>
            {
                writer.Write("new"u8);
                server.Last!.Take(LockLossReason.Revoked);
            },
            Options(null) with { ServerLock = server, Scope = LockScope.Production },
            Token));
        Assert.Equal("old", File.ReadAllText(_file));
        Assert.Equal(1, server.Last!.Ends);
    }

    private static FencingToken At(long epoch, long counter) => new(Server, "mutx.1", epoch, counter);

    private (string Content, FencingToken? Fence) Now
    {
        get
        {
            using DiskDirectory directory = Disk.Current.OpenDirectory(_directory.Path);
            string? text = Disk.Current.ReadAttribute(directory, "config", Disk.FenceAttribute) is { } value ? System.Text.Encoding.UTF8.GetString(value) : null;
            return (File.ReadAllText(_file), FencingToken.TryParse(text, out FencingToken? fence) ? fence : null);
        }
    }

    private void Replace(string content, FencingToken? token, FencePolicy policy = FencePolicy.Enforce) =>
        LockedFile.Replace(_file, System.Text.Encoding.UTF8.GetBytes(content), Options(token, policy), Token);

    private ReplaceOptions Options(FencingToken? token, FencePolicy policy = FencePolicy.Enforce) => new()
    {
        Lock = _lock,
        File = new AtomicFileOptions { FencingToken = token, FencePolicy = policy },
    };
}
