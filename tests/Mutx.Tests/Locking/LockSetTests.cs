using Mutx.Locking;
using Mutx.Primitives;
using Mutx.TestKit;

namespace Mutx.Tests.Locking;

public sealed class LockSetTests : IDisposable
{
    private readonly TempDirectory _files = new();
    private readonly FileLockOptions _options;

    public LockSetTests() => _options = new FileLockOptions { Directory = _files["locks"] };

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task All_are_held_together_and_released_together()
    {
        string[] paths = [_files["c"], _files["a"], _files["b"]];
        await using (LockSet set = await LockSet.AcquireAllAsync(paths, options: _options))
        {
            Assert.Equal(3, set.Locks.Count);
            Assert.Equal(set.Locks.Select(l => l.Path).Order(StringComparer.Ordinal), set.Locks.Select(l => l.Path));
            set.EnsureHeld();
            Assert.All(paths, path => Assert.Null(new FileLock(path, _options).TryAcquire()));
        }

        Assert.All(paths, path => new FileLock(path, _options).Acquire(timeout: TimeSpan.Zero).Dispose());
    }

    [Fact]
    public void A_file_named_twice_or_by_another_path_is_locked_once()
    {
        string file = _files.Write("file", "");
        File.CreateSymbolicLink(_files["link"], file);
        using LockSet set = LockSet.AcquireAll([file, file, _files["link"], Path.Join(_files.Path, ".", "file")], options: _options);
        Assert.Single(set.Locks);
    }

    [Fact]
    public async Task None_is_held_where_one_cant_be_had()
    {
        string[] paths = [_files["a"], _files["b"], _files["c"]];
        FileLock last = paths.Select(path => new FileLock(path, _options)).MaxBy(l => l.LockFile, StringComparer.Ordinal)!;
        using FileLockHandle inTheWay = last.Acquire();

        Assert.Null(LockSet.TryAcquireAll(paths, options: _options));
        Assert.Null(await LockSet.TryAcquireAllAsync(paths, timeout: TimeSpan.FromMilliseconds(20), options: _options));
        LockTimeoutException e = Assert.Throws<LockTimeoutException>(
            () => LockSet.AcquireAll(paths, timeout: TimeSpan.FromMilliseconds(20), options: _options));
        Assert.Equal(last.Resource, e.Path);
        await Assert.ThrowsAsync<LockUnavailableException>(
            async () => await LockSet.AcquireAllAsync(paths, timeout: TimeSpan.Zero, options: _options));
        Assert.All(
            paths.Where(path => path != last.Resource),
            path => new FileLock(path, _options).Acquire(timeout: TimeSpan.Zero).Dispose());
    }

    [Fact]
    public void None_is_held_where_one_cant_be_used()
    {
        Directory.CreateDirectory(_files["locks"]);
        string[] paths = [_files["a"], _files["b"]];
        string[] lockFiles = [.. paths.Select(path => new FileLock(path, _options).LockFile).Order(StringComparer.Ordinal)];
        Directory.CreateDirectory(lockFiles[1]);
        MutxException e = Assert.Throws<MutxException>(() => LockSet.AcquireAll(paths, options: _options));
        Assert.Equal(MutxError.UnusableLockFile, e.Error);
        Assert.True(ForeignLock.IsFree(lockFiles[0]));
    }

    [Fact]
    public async Task Sets_of_one_process_in_opposite_orders_dont_deadlock()
    {
        string[] paths = [_files["a"], _files["b"], _files["c"]];
        async Task Loop(IEnumerable<string> order)
        {
            for (int i = 0; i < 300; i++)
            {
                await using LockSet set = await LockSet.AcquireAllAsync(order, options: _options with { Fair = i % 2 == 0 });
            }
        }

        await Task.WhenAll(Loop(paths), Loop(paths.Reverse()), Task.Run(() => Loop([paths[1], paths[0]]))).WaitAsync(Eventually.Deadline);
    }

    [Fact]
    public void A_set_of_nothing_is_held_at_once()
    {
        using LockSet set = LockSet.AcquireAll([], options: _options);
        Assert.Empty(set.Locks);
    }
}
