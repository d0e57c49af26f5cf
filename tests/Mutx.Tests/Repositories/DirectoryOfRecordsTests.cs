using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Repositories;
using Mutx.TestKit;

namespace Mutx.Tests.Repositories;

public sealed class DirectoryOfRecordsTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _locks = new();
    private readonly JsonRepository<Note> _notes;

    public DirectoryOfRecordsTests()
    {
        _notes = new JsonRepository<Note>(_directory.Path, NoteJson.Default.Note, new JsonRepositoryOptions
        {
            Lock = new FileLockOptions { Directory = _locks.Path },
            WatchInterval = TimeSpan.FromMilliseconds(50),
        });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _directory.Dispose();
        _locks.Dispose();
    }

    [Fact]
    public async Task Listing_gives_the_records_in_order_and_nothing_else()
    {
        await _notes.WriteAsync("b", new Note { Text = "B" }, Token);
        await _notes.WriteAsync("a", new Note { Text = "A" }, Token);
        _directory.Write("readme.txt", "no record");
        _directory.Write(".hidden.json", "no record");
        Assert.Equal(["a", "b"], _notes.ListIds());
        var texts = new List<string>();
        await foreach (ListedRecord<Note> listed in _notes.ListAsync(Token))
        {
            texts.Add(listed.Record!.Value.Text);
        }

        Assert.Equal(["A", "B"], texts);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_listed_with_its_error_and_the_others_come()
    {
        await _notes.WriteAsync("a", new Note { Text = "A" }, Token);
        _directory.Write("b.json", "{");
        Directory.CreateDirectory(_directory["c.json"]);
        await _notes.WriteAsync("d", new Note { Text = "D" }, Token);
        var listed = new List<ListedRecord<Note>>();
        await foreach (ListedRecord<Note> each in _notes.ListAsync(Token))
        {
            listed.Add(each);
        }

        Assert.Equal(["a", "b", "c", "d"], listed.Select(each => each.Id));
        Assert.Equal(["A", null, null, "D"], listed.Select(each => each.Record?.Value.Text));
        Assert.Equal(_notes.PathOf("b"), Assert.IsType<CorruptDataException>(listed[1].Error).Path);
        Assert.Equal(MutxError.SpecialFile, listed[2].Error!.Error);
        Assert.True(listed[3].IsReadable);
    }

    [Fact]
    public async Task Watching_tells_what_is_there_and_then_every_change()
    {
        await _notes.WriteAsync("old", new Note { Text = "there" }, Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(Eventually.Deadline);
        await using IAsyncEnumerator<RecordChange<Note>> changes = _notes.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);

        Assert.Equal(("old", RecordChangeKind.Written, "there"), await NextOf(changes));
        await _notes.WriteAsync("new", new Note { Text = "1" }, Token);
        Assert.Equal(("new", RecordChangeKind.Written, "1"), await NextOf(changes));
        await _notes.WriteAsync("new", new Note { Text = "2" }, Token);
        Assert.Equal(("new", RecordChangeKind.Written, "2"), await NextOf(changes));
        _directory.Write("old.json", "{");
        Assert.Equal(("old", RecordChangeKind.Corrupt, null), await NextOf(changes));
        await _notes.DeleteAsync("new", Token);
        Assert.Equal(("new", RecordChangeKind.Deleted, null), await NextOf(changes));
    }

    [Fact]
    public async Task Watching_ends_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        await using IAsyncEnumerator<RecordChange<Note>> changes = _notes.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        ValueTask<bool> next = changes.MoveNextAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    private static async Task<(string Id, RecordChangeKind Kind, string? Text)> NextOf(IAsyncEnumerator<RecordChange<Note>> changes)
    {
        Assert.True(await changes.MoveNextAsync());
        return (changes.Current.Id, changes.Current.Kind, changes.Current.Record?.Value.Text);
    }
}
