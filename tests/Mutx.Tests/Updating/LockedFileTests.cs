using Mutx.Locking;
using Mutx.Primitives;
using Mutx.TestKit;
using Mutx.Updating;

namespace Mutx.Tests.Updating;

public sealed class LockedFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _locks = new();

    private ReplaceOptions Options => new() { Lock = new FileLockOptions { Directory = _locks.Path } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _directory.Dispose();
        _locks.Dispose();
    }

    [Fact]
    public void A_replacement_says_what_it_did()
    {
        ReplaceResult result = LockedFile.Replace(_directory["f"], "abc"u8.ToArray(), Options, Token);
        Assert.True(result.Changed);
        Assert.Equal(3, result.Length);
        Assert.Equal(_directory["f"], result.Path);
        Assert.StartsWith(_locks.Path, result.LockFile, StringComparison.Ordinal);
        Assert.Equal(LockMethod.Kernel, result.LockMethod);
        Assert.Empty(result.Warnings);
        _directory.AssertEntries("f");
    }

    [Fact]
    public async Task A_stream_and_a_delegate_replace_asynchronously()
    {
        using var stream = new MemoryStream([1, 2, 3]);
        await LockedFile.ReplaceAsync(_directory["s"], stream, Options, Token);
        await LockedFile.ReplaceAsync(_directory["d"], async (writer, token) => await writer.Stream.WriteAsync(new byte[] { 4 }, token), Options, Token);
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(_directory["s"], Token));
        Assert.Equal([4], await File.ReadAllBytesAsync(_directory["d"], Token));
    }

    [Fact]
    public void The_lock_is_free_while_the_content_is_produced_and_held_where_that_was_asked_for()
    {
        string path = _directory.Write("f", "old");
        var other = new FileLock(path, Options.Lock);
        LockedFile.Replace(path, _ => AssertFree(other), Options, Token);
        LockedFile.Replace(path, _ => Assert.Null(other.TryAcquire(cancellationToken: Token)), Options with { Scope = LockScope.Production }, Token);
        AssertFree(other);
    }

    [Fact]
    public void Without_a_wait_the_lock_is_tried_before_the_content_is_produced()
    {
        string path = _directory.Write("f", "old");
        using FileLockHandle held = new FileLock(path, Options.Lock).Acquire(cancellationToken: Token);
        bool produced = false;
        LockUnavailableException e = Assert.Throws<LockUnavailableException>(
            () => LockedFile.Replace(path, _ => produced = true, Options with { LockTimeout = TimeSpan.Zero }, Token));
        Assert.False(produced);
        Assert.Contains($"pid {Environment.ProcessId}", e.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void A_timeout_names_the_path_and_the_holder()
    {
        string path = _directory.Write("f", "old");
        using FileLockHandle held = new FileLock(path, Options.Lock).Acquire(cancellationToken: Token);
        LockTimeoutException e = Assert.Throws<LockTimeoutException>(
            () => LockedFile.Replace(path, "x"u8.ToArray(), Options with { LockTimeout = TimeSpan.FromMilliseconds(30) }, Token));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains($"pid {Environment.ProcessId}", e.Message, StringComparison.Ordinal);
        _directory.AssertEntries("f");
    }

    [Fact]
    public void The_same_content_is_left_alone_where_that_was_asked_for()
    {
        string path = _directory.Write("f", "same");
        FileState before = FileState.Of(path);
        ReplaceResult same = LockedFile.Replace(path, "same"u8.ToArray(), Options with { IfChanged = true }, Token);
        Assert.False(same.Changed);
        Assert.Equal(before, FileState.Of(path));
        Assert.True(LockedFile.Replace(path, "SAME"u8.ToArray(), Options with { IfChanged = true }, Token).Changed);
        Assert.Equal("SAME", File.ReadAllText(path));
    }

    [Fact]
    public void A_precondition_that_does_not_hold_leaves_everything_as_it_was()
    {
        string path = _directory.Write("f", "old");
        FileState before = FileState.Of(path);
        string digest = Sha256.Hex("old"u8);
        Assert.Throws<PreconditionFailedException>(() => Replace(ContentCondition.Absent));
        Assert.Throws<PreconditionFailedException>(() => Replace(ContentCondition.Sha256(Sha256.Hex("other"u8))));
        Assert.Equal(before, FileState.Of(path));
        Replace(ContentCondition.Sha256(digest.ToUpperInvariant()));
        Assert.Equal("new", File.ReadAllText(path));

        void Replace(ContentCondition condition) =>
            LockedFile.Replace(path, "new"u8.ToArray(), Options with { IfMatch = condition }, Token);
    }

    [Fact]
    public void A_validator_sees_the_whole_content_and_what_it_throws_is_what_the_caller_gets()
    {
        string path = _directory.Write("f", "old");
        var options = Options with
        {
            Validate = content =>
            {
                using var stream = new FileStream(content.OpenRead(), FileAccess.Read);
                using var reader = new StreamReader(stream);
                Assert.Equal("new", reader.ReadToEnd());
                Assert.Equal("new", File.ReadAllText(content.Path));
                throw new InvalidDataException("no");
            },
        };
        Assert.Throws<InvalidDataException>(() => LockedFile.Replace(path, "new"u8.ToArray(), options, Token));
        Assert.Equal("old", File.ReadAllText(path));
        _directory.AssertEntries("f");
    }

    [Fact]
    public async Task Cancelling_a_wait_ends_it_with_the_target_as_it_was()
    {
        string path = _directory.Write("f", "old");
        using FileLockHandle held = new FileLock(path, Options.Lock).Acquire(cancellationToken: Token);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = new WaitSignal();
        ReplaceOptions options = Options with { Lock = Options.Lock with { WaitObserver = waiting } };
        Task<ReplaceResult> write = LockedFile.ReplaceAsync(path, "new"u8.ToArray(), options, cancel.Token);
        await waiting.Begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write.WaitAsync(TimeSpan.FromSeconds(30), Token));
        Assert.Equal("old", await File.ReadAllTextAsync(path, Token));
        Assert.Equal(LockWaitEnd.Cancelled, waiting.End);
        _directory.AssertEntries("f");
    }

    [Fact]
    public void A_lock_file_that_is_the_target_is_refused_and_not_created()
    {
        var options = new ReplaceOptions { Lock = new FileLockOptions { LockFile = _directory["sub/../new"] } };
        _directory.MakeDirectory("sub");
        MutxException e = Assert.Throws<MutxException>(() => LockedFile.Replace(_directory["new"], "x"u8.ToArray(), options, Token));
        Assert.Equal(MutxError.UnusableLockFile, e.Error);
        _directory.AssertEntries("sub");
    }

    private static void AssertFree(FileLock fileLock)
    {
        using FileLockHandle? held = fileLock.TryAcquire(cancellationToken: Token);
        Assert.NotNull(held);
    }

    private sealed class WaitSignal : ILockWaitObserver
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LockWaitEnd? End { get; private set; }

        public void Waiting(LockWait wait) => Begun.TrySetResult();

        public void Ended(LockWait wait, LockWaitEnd end) => End = end;
    }
}
