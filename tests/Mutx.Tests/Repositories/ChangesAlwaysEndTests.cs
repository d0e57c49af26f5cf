using Microsoft.Extensions.Logging;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Repositories;
using Mutx.TestKit;
using Mutx.Writing;

namespace Mutx.Tests.Repositories;

/// <summary>Whatever throws, each caller is told: that the change is durable, or why it isn't.</summary>
public sealed class ChangesAlwaysEndTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _locks = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _directory.Dispose();
        _locks.Dispose();
    }

    [Fact]
    public async Task A_logger_that_throws_changes_nothing()
    {
        var logger = new ThrowingLogger();
        JsonRepository<Note> notes = Notes(new FileLockOptions { Directory = _locks.Path, Logger = logger });

        Note result = await notes.ModifyAsync("a", _ => new Note { Text = "new" }, Token).WaitAsync(Deadline, Token);

        Assert.Equal("new", result.Text);
        Assert.Contains("new", _directory.Read("a.json"), StringComparison.Ordinal);
        Assert.NotEqual(0, logger.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_observer_that_throws_is_the_error_of_its_caller(bool atOnce)
    {
        var options = new FileLockOptions { Directory = _locks.Path };
        var observer = new ThrowingObserver(atOnce);
        JsonRepository<Note> notes = Notes(options with { WaitObserver = observer });
        Task<Note> change;
        using (new FileLock(_directory["a.json"], options).Acquire(cancellationToken: Token))
        {
            change = notes.ModifyAsync("a", _ => new Note { Text = "new" }, Token);
            await Task.WhenAny(change, observer.Called.Task.WaitAsync(Deadline, Token));
        }

        await Assert.ThrowsAsync<DivideByZeroException>(() => change.WaitAsync(Deadline, Token));
        Note next = await Notes(options).ModifyAsync("a", _ => new Note { Text = "next" }, Token).WaitAsync(Deadline, Token);
        Assert.Equal("next", next.Text);
    }

    [Fact]
    public async Task A_lock_file_that_is_removed_while_a_change_is_made_fails_that_change_and_leaves_the_record()
    {
        var options = new FileLockOptions { Directory = _locks.Path };
        JsonRepository<Note> notes = Notes(options);
        await notes.WriteAsync("a", new Note { Text = "old" }, Token);

        await Assert.ThrowsAsync<LockLostException>(() => notes.ModifyAsync(
            "a",
            _ =>
            {
                File.Delete(new FileLock(_directory["a.json"], options).LockFile);
                return new Note { Text = "new" };
            },
            Token).WaitAsync(Deadline, Token));

        Assert.Contains("old", _directory.Read("a.json"), StringComparison.Ordinal);
        _directory.AssertEntries("a.json");
    }

    private JsonRepository<Note> Notes(FileLockOptions options) => new(
        _directory.Path,
        NoteJson.Default.Note,
        new JsonRepositoryOptions { Lock = options, File = new AtomicFileOptions { Logger = options.Logger } });

    private sealed class ThrowingLogger : ILogger
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new DivideByZeroException();

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Interlocked.Increment(ref _calls);
            throw new DivideByZeroException();
        }
    }

    private sealed class ThrowingObserver(bool atOnce) : ILockWaitObserver
    {
        public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Waiting(LockWait wait)
        {
            Called.TrySetResult();
            if (atOnce)
            {
                throw new DivideByZeroException();
            }
        }

        public void Ended(LockWait wait, LockWaitEnd end) => throw new DivideByZeroException();
    }
}
