using System.Globalization;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.TestKit;
using Mutx.Updating;
using Mutx.Writing;

namespace Mutx.Tests.Updating;

public sealed class UpdateTests : IDisposable
{
    private readonly TempDirectory _files = new();
    private readonly UpdateOptions _options;
    private readonly FileLock _lock;

    public UpdateTests()
    {
        FileLockOptions locks = new() { Directory = _files.MakeDirectory("locks") };
        _options = new UpdateOptions { Replace = new ReplaceOptions { Lock = locks } };
        _lock = new FileLock(_files["file"], locks);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task The_new_content_is_made_from_the_old_under_the_lock()
    {
        _files.Write("file", "1");
        LockedFile.UpdateText(
            _files["file"],
            text =>
            {
                Assert.Null(_lock.TryAcquire(cancellationToken: Token));
                return text + "2";
            },
            _options,
            Token);
        await LockedFile.UpdateTextAsync(_files["file"], text => text + "3", _options, Token);
        LockedFile.Update(_files["file"], (current, writer) => writer.Write([.. current.ReadAllBytes(), (byte)'4']), _options, Token);
        await LockedFile.UpdateAsync(
            _files["file"],
            async (current, writer, token) =>
            {
                Assert.True(current.Exists);
                await writer.Stream.WriteAsync(current.ReadAllBytes(), token);
                await writer.Stream.WriteAsync("5"u8.ToArray(), token);
            },
            _options,
            Token);
        Assert.Equal("12345", _files.Read("file"));
        _lock.Acquire(timeout: TimeSpan.Zero, cancellationToken: Token).Dispose();
    }

    [Fact]
    public async Task Many_updates_at_once_lose_nothing()
    {
        _files.Write("file", "0");
        string Next(string text) => (int.Parse(text, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => i % 2 == 0
            ? LockedFile.UpdateTextAsync(_files["file"], Next, _options, Token)
            : Task.Run(() => LockedFile.UpdateText(_files["file"], Next, _options, Token), Token)));
        Assert.Equal("100", _files.Read("file"));
    }

    [Fact]
    public void A_missing_file_is_an_error_or_begins_with_nothing()
    {
        MutxException e = Assert.Throws<MutxException>(
            () => LockedFile.UpdateText(_files["file"], _ => throw new InvalidOperationException(), _options, Token));
        Assert.Equal(MutxError.NotFound, e.Error);
        Assert.NotNull(e.Hint);
        _files.AssertEntries("locks");

        ReplaceResult result = LockedFile.Update(
            _files["file"],
            (current, writer) =>
            {
                Assert.False(current.Exists);
                Assert.Empty(current.ReadAllBytes());
                writer.Write("new"u8);
            },
            _options with { IfMissing = MissingFile.Create },
            Token);
        Assert.True(result.Changed);
        Assert.Equal("new", _files.Read("file"));
    }

    [Fact]
    public async Task What_the_transform_throws_is_what_the_caller_gets_and_the_file_is_as_it_was()
    {
        string file = _files.Write("file", "old");
        FileState before = FileState.Of(file);
        Assert.Throws<InvalidDataException>(() => LockedFile.UpdateText(file, _ => throw new InvalidDataException(), _options, Token));
        await Assert.ThrowsAsync<InvalidDataException>(
            () => LockedFile.UpdateAsync(file, (_, _, _) => throw new InvalidDataException(), _options, Token));
        using CancellationTokenSource source = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LockedFile.UpdateAsync(
            file,
            async (_, writer, _) =>
            {
                await source.CancelAsync();
                writer.Write("half"u8);
            },
            _options,
            source.Token));
        Assert.Equal(before, FileState.Of(file));
        _files.AssertEntries("file", "locks");
        _lock.Acquire(timeout: TimeSpan.Zero, cancellationToken: Token).Dispose();
    }

    [Fact]
    public void The_same_content_can_leave_the_file_alone_and_a_condition_is_checked()
    {
        string file = _files.Write("file", "old");
        FileState before = FileState.Of(file);
        UpdateOptions ifChanged = _options with { Replace = _options.Replace with { IfChanged = true } };
        Assert.False(LockedFile.UpdateText(file, text => text, ifChanged, Token).Changed);
        UpdateOptions absent = _options with { Replace = _options.Replace with { IfMatch = ContentCondition.Absent } };
        Assert.Throws<PreconditionFailedException>(() => LockedFile.UpdateText(file, text => text + "x", absent, Token));
        Assert.Equal(before, FileState.Of(file));
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_text_and_stays_and_content_of_any_length_is_read()
    {
        byte[] mark = [0xEF, 0xBB, 0xBF];
        _files.Write("file", [.. mark, .. new byte[300_000].Select(_ => (byte)'a')]);
        LockedFile.UpdateText(_files["file"], text => text.Replace('a', 'b'), _options, Token);
        await LockedFile.UpdateTextAsync(_files["file"], text => text + "c", _options, Token);
        Assert.Equal([.. mark, .. new byte[300_000].Select(_ => (byte)'b'), (byte)'c'], File.ReadAllBytes(_files["file"]));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', (byte)'b', 0xE4, (byte)'c' }, 2, 2)] // Latin-1
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, 1, 1)] // UTF-16
    [InlineData(new byte[] { (byte)'a', 0xC3 }, 1, 2)] // cut off in a character
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 1, 1)] // half a surrogate pair
    public async Task What_is_not_UTF_8_is_never_taken_for_text_and_is_left_as_it_is(byte[] content, int line, int position)
    {
        string file = _files.Write("file", content);
        FileState before = FileState.Of(file);
        CorruptDataException error = Assert.Throws<CorruptDataException>(() => LockedFile.UpdateText(file, text => text, _options, Token));
        Assert.Equal((line, position), (error.Line, error.Position));
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Hint);
        await Assert.ThrowsAsync<CorruptDataException>(() => LockedFile.UpdateTextAsync(file, text => text, _options, Token));
        Assert.Equal(before, FileState.Of(file));
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_never_written()
    {
        string file = _files.Write("file", "old");
        FileState before = FileState.Of(file);
        Assert.Throws<ArgumentException>(() => LockedFile.UpdateText(file, text => text + "\ud800", _options, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => LockedFile.UpdateTextAsync(file, text => "\udc00" + text, _options, Token));
        Assert.Throws<ArgumentException>(() => AtomicFile.WriteAllText(file, "\ud800x"));
        await Assert.ThrowsAsync<ArgumentException>(() => AtomicFile.WriteAllTextAsync(file, "\ud800x", cancellationToken: Token));
        Assert.Equal(before, FileState.Of(file));
    }
}
