using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Repositories;
using Mutx.TestKit;
using Mutx.Writing;

namespace Mutx.Tests.Repositories;

/// <summary>Records that are changed under a server's lock, and those who come too late.</summary>
public sealed class FencedRecordTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Who_was_overtaken_neither_writes_nor_modifies_nor_removes_a_record()
    {
        JsonRepository<Note> early = With(7);
        JsonRepository<Note> late = With(8);
        await early.WriteAsync("a", new Note { Text = "one" }, Token);
        await late.ModifyAsync("a", _ => new Note { Text = "two" }, Token);
        await Assert.ThrowsAsync<FencedException>(() => early.WriteAsync("a", new Note { Text = "late" }, Token));
        await Assert.ThrowsAsync<FencedException>(() => early.ModifyAsync("a", _ => new Note { Text = "late" }, Token));
        await Assert.ThrowsAsync<FencedException>(() => early.DeleteAsync("a", Token));
        Assert.Equal("two", late.Read("a")!.Text);
        Assert.True(await late.DeleteAsync("a", Token));
    }

    [Fact]
    public async Task Who_has_no_token_is_refused_unless_the_fence_is_ignored()
    {
        await With(7).WriteAsync("a", new Note { Text = "one" }, Token);
        await Assert.ThrowsAsync<FencedException>(() => With(null).WriteAsync("a", new Note { Text = "two" }, Token));
        await Assert.ThrowsAsync<FencedException>(() => With(null).DeleteAsync("a", Token));
        await With(null, FencePolicy.Ignore).WriteAsync("a", new Note { Text = "two" }, Token);
        await Assert.ThrowsAsync<FencedException>(() => With(6).WriteAsync("a", new Note { Text = "late" }, Token));
        Assert.Equal("two", With(null).Read("a")!.Text);
        Assert.True(await With(null, FencePolicy.Ignore).DeleteAsync("a", Token));
    }

    [Fact]
    public async Task A_later_token_counts_though_it_writes_what_is_there()
    {
        await With(7).WriteAsync("a", new Note { Text = "same" }, Token);
        await With(9).WriteAsync("a", new Note { Text = "same" }, Token);
        await Assert.ThrowsAsync<FencedException>(() => With(8).WriteAsync("a", new Note { Text = "late" }, Token));
        await Assert.ThrowsAsync<FencedException>(() => With(8).WriteAsync("a", new Note { Text = "same" }, Token));
    }

    private JsonRepository<Note> With(long? counter, FencePolicy policy = FencePolicy.Enforce) => new(
        Directory.CreateDirectory(_directory["records"]).FullName,
        NoteJson.Default.Note,
        new JsonRepositoryOptions
        {
            Lock = new FileLockOptions { Directory = Directory.CreateDirectory(_directory["locks"]).FullName },
            File = new AtomicFileOptions { FencingToken = counter is { } count ? new FencingToken("etcd:cdf8", "mutx/1", 0, count) : null, FencePolicy = policy },
        });
}
