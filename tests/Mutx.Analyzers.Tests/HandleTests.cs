namespace Mutx.Analyzers.Tests;

public sealed class HandleTests
{
    [Theory]
    [InlineData("[|fileLock.Acquire()|];")]
    [InlineData("_ = [|fileLock.Acquire()|];")]
    [InlineData("[|anyLock.TryAcquire()|];")]
    [InlineData("var held = [|fileLock.Acquire()|]; Work();")]
    [InlineData("var held = [|fileLock.Acquire()|]; held.EnsureHeld();")]
    [InlineData("FileLockHandle held; held = [|fileLock.Acquire()|]; Use(held.Path);")]
    [InlineData("if ([|fileLock.TryAcquire()|] is null) return; Work();")]
    [InlineData("if ([|fileLock.TryAcquire(timeout: time)|] is { } held) { held.EnsureHeld(); }")]
    [InlineData("if ([|fileLock.TryAcquire(timeout: time)|] is not { } held) { return; } held.EnsureHeld();")]
    [InlineData("Use([|fileLock.Acquire()|].Path);")]
    [InlineData("var set = [|LockSet.AcquireAll([path])|]; set.EnsureHeld();")]
    [InlineData("var writer = [|AtomicFile.Create(path)|]; writer.Write([1]); writer.Commit();")]
    [InlineData("var held = [|fileLock.TryAcquire()|] ?? throw new InvalidOperationException(); held.EnsureHeld();")]
    [InlineData("Action action = () => [|fileLock.Acquire()|]; action();")]
    public Task A_handle_that_nobody_disposes_of_is_reported(string statements) =>
        Code.ReportsAsync("MUTX001", Code.Sync(statements));

    [Theory]
    [InlineData("var held = await [|fileLock.AcquireAsync()|]; Work();")]
    [InlineData("var held = await [|fileLock.AcquireAsync()|].ConfigureAwait(false); held.EnsureHeld();")]
    [InlineData("await [|anyLock.AcquireAsync()|];")]
    [InlineData("_ = [|fileLock.AcquireAsync()|].AsTask();")]
    [InlineData("var result = await [|service.AcquireAsync(path)|]; if (!result.IsHeld) { return; } Work();")]
    [InlineData("var worker = await [|queue.OpenWorkerAsync(\"q\")|]; Use(await queue.TakeNextAsync(null!)); Use(worker.Number);")]
    public Task So_is_one_that_was_awaited(string statements) => Code.ReportsAsync("MUTX001", Code.Async(statements));

    [Theory]
    [InlineData("[|features.TryAcquire(\"f\")|]; Work();")]
    [InlineData("using var held = [|fileLock.TryAcquire(timeout: time)|]; Work();")]
    [InlineData("using (var held = [|fileLock.TryAcquire(timeout: time)|]) { Work(); }")]
    [InlineData("using ([|fileLock.TryAcquire(timeout: time)|]) { Work(); }")]
    [InlineData("var held = [|fileLock.TryAcquire()|]; try { Work(); } finally { held?.Dispose(); }")]
    [InlineData("using var held = [|fileLock.TryAcquire()|]; held!.EnsureHeld();")]
    [InlineData("using var set = [|LockSet.TryAcquireAll([path])|]; Work();")]
    [InlineData("using ILockHandle? held = [|anyLock.TryAcquire()|]; Work();")]
    public Task A_result_that_may_be_null_and_that_nobody_looks_at_is_reported(string statements) =>
        Code.ReportsAsync("MUTX002", Code.Sync(statements));

    [Theory]
    [InlineData("await [|notes.TryReplaceAsync(\"a\", other, null)|];")]
    [InlineData("await using var held = await [|fileLock.TryAcquireAsync(timeout: time)|]; Work();")]
    public Task So_is_one_that_was_awaited_and_may_be_null(string statements) => Code.ReportsAsync("MUTX002", Code.Async(statements));

    [Theory]
    [InlineData("using var held = fileLock.Acquire(); Work();")]
    [InlineData("using (fileLock.Acquire()) { Work(); }")]
    [InlineData("using (FileLockHandle held = fileLock.Acquire()) { held.EnsureHeld(); }")]
    [InlineData("var held = fileLock.Acquire(); try { Work(); } finally { held.Dispose(); }")]
    [InlineData("FileLockHandle held; held = fileLock.Acquire(); using (held) { Work(); }")]
    [InlineData("fileLock.Acquire().Dispose();")]
    [InlineData("fileLock.TryAcquire()?.Dispose();")]
    [InlineData("_held = fileLock.Acquire();")]
    [InlineData("Use(fileLock.Acquire());")]
    [InlineData("var held = fileLock.Acquire(); Use(held);")]
    [InlineData("var held = fileLock.Acquire(); _held = held;")]
    [InlineData("var held = fileLock.Acquire(); var same = held; same.Dispose();")]
    [InlineData("var all = new List<FileLockHandle> { fileLock.Acquire() }; Use(all);")]
    [InlineData("FileLockHandle[] all = [fileLock.Acquire()]; Use(all);")]
    [InlineData("Func<FileLockHandle> make = () => fileLock.Acquire(); Use(make);")]
    [InlineData("FileLockHandle Make() => fileLock.Acquire(); using var held = Make();")]
    [InlineData("var held = fileLock.Acquire(); Action end = () => held.Dispose(); end();")]
    [InlineData("using var held = fileLock.TryAcquire(); if (held is null) { return; } Work();")]
    [InlineData("using var held = fileLock.TryAcquire(); if (held == null) { return; } Work();")]
    [InlineData("using var held = fileLock.TryAcquire(); Use(held?.Path);")]
    [InlineData("using var held = fileLock.TryAcquire() ?? throw new InvalidOperationException(); Work();")]
    [InlineData("if (fileLock.TryAcquire() is { } held) { using (held) { Work(); } }")]
    [InlineData("if (fileLock.TryAcquire() is not { } held) { return; } using (held) { Work(); }")]
    [InlineData("using FileLockHandle? held = fileLock.TryAcquire(); Use(held is not null ? 1 : 2);")]
    [InlineData("FileLockHandle? held; while ((held = fileLock.TryAcquire()) is null) { Work(); } held.Dispose();")]
    [InlineData("using var held = path.Length > 0 ? fileLock.Acquire() : fileLock.Acquire(LockMode.Shared); Work();")]
    [InlineData("switch (fileLock.TryAcquire()) { case null: return; case { } held: held.Dispose(); break; }")]
    [InlineData("using var writer = AtomicFile.Create(path); writer.Write([1]); writer.Commit();")]
    [InlineData("var held = fileLock.Acquire(); Use(nameof(held)); held.Dispose();")]
    [InlineData("_ = features.TryAcquire(\"f\");")]
    [InlineData("using var held = fileLock.TryAcquire()!; Work();")]
    [InlineData("var held = fileLock.Acquire(); Task.Run(held.Dispose).Wait();")]
    [InlineData("if (features.TryAcquire(\"f\") is null) { return; } Work();")]
    [InlineData("Use(ContentCondition.TryParse(path, out ContentCondition? condition)); Use(condition);")]
    public Task Ordinary_code_is_fine(string statements) => Code.IsFineAsync(Code.Sync(statements));

    [Theory]
    [InlineData("await using var held = await fileLock.AcquireAsync(cancellationToken: token); Work();")]
    [InlineData("await using (await fileLock.AcquireAsync().ConfigureAwait(false)) { Work(); }")]
    [InlineData("FileLockHandle held = await fileLock.AcquireAsync(); await using (held.ConfigureAwait(false)) { Work(); }")]
    [InlineData("using LockResult result = await service.AcquireAsync(path); if (!result.IsHeld) { return; } Work();")]
    [InlineData("using ILockHandle held = (await service.AcquireAsync(path)).Require(); Work();")]
    [InlineData("var result = await service.AcquireAsync(path); using ILockHandle held = result.Require(); Work();")]
    [InlineData("var result = await service.AcquireAsync(path); using (result.Handle) { Work(); }")]
    [InlineData("ValueTask<FileLockHandle> waiting = fileLock.AcquireAsync(); Work(); using FileLockHandle held = await waiting;")]
    [InlineData("var waiting = fileLock.AcquireAsync().AsTask(); await Task.WhenAll(waiting);")]
    [InlineData("Task<FileLockHandle> waiting = fileLock.AcquireAsync().AsTask(); using var held = await waiting.WaitAsync(time);")]
    [InlineData("using var held = (await fileLock.TryAcquireAsync())!; Work();")]
    [InlineData("Use(fileLock.AcquireAsync().IsCompleted);")]
    [InlineData("await service.WithLockAsync(path, (held, t) => { held.EnsureHeld(); return Task.CompletedTask; });")]
    [InlineData("await using var worker = await queue.OpenWorkerAsync(\"q\"); while (await queue.TakeNextAsync(worker) is { } command) { await queue.CompleteAsync(worker, command.Id); }")]
    [InlineData("string? version = await notes.TryReplaceAsync(\"a\", other, null); Use(version is null);")]
    [InlineData("_ = await notes.TryReplaceAsync(\"a\", other, null);")]
    public Task So_is_ordinary_asynchronous_code(string statements) => Code.IsFineAsync(Code.Async(statements));

    [Fact]
    public Task A_lock_of_ones_own_counts_as_one_of_mutx() => Code.ReportsAsync(
        "MUTX001",
        """
        internal sealed class Wrapper(ILock inner)
        {
            public ILockHandle Acquire() => inner.Acquire();
            public void Run() { [|inner.Acquire()|]; }
        }
        """);

    [Theory]
    [InlineData("var held = fileLock.Acquire();\nWork();", "using var held = fileLock.Acquire();\nWork();")]
    [InlineData("// why\nFileLockHandle held = fileLock.Acquire(); // so\nheld.EnsureHeld();", "// why\nusing FileLockHandle held = fileLock.Acquire(); // so\nheld.EnsureHeld();")]
    [InlineData("fileLock.Acquire(); // so\nWork();", "using var held = fileLock.Acquire(); // so\nWork();")]
    [InlineData("_ = fileLock.Acquire();\nWork();", "using var held = fileLock.Acquire();\nWork();")]
    [InlineData("int held = 1; fileLock.Acquire(); Use(held);", "int held = 1; using var held2 = fileLock.Acquire(); Use(held);")]
    public Task It_is_disposed_of_at_the_end_of_the_block(string wrong, string right) =>
        Code.BecomesAsync(Code.Sync(wrong), Code.Sync(right));

    [Fact]
    public Task So_is_what_was_awaited() => Code.BecomesAsync(
        Code.Async("await fileLock.AcquireAsync();\nWork();"), Code.Async("using var held = await fileLock.AcquireAsync();\nWork();"));

    [Theory]
    [InlineData("Use(fileLock.Acquire().Path);")]
    [InlineData("FileLockHandle held; held = fileLock.Acquire(); held.EnsureHeld();")]
    [InlineData("var held = fileLock.Acquire(); held.EnsureHeld(); held = null;")]
    [InlineData("if (path.Length > 0) fileLock.Acquire();")]
    [InlineData("_ = fileLock.AcquireAsync().AsTask();")]
    public async Task Where_it_is_not_certain_what_is_right_there_is_no_fix(string statements) =>
        Assert.Null(await Analysis.FixAsync(Code.Sync(statements)));

    [Theory]
    [InlineData("using var held = fileLock.TryAcquire(); Work();", "using var held = fileLock.Acquire(timeout: TimeSpan.Zero); Work();")]
    [InlineData("using var held = fileLock.TryAcquire(LockMode.Shared); Work();", "using var held = fileLock.Acquire(LockMode.Shared, timeout: TimeSpan.Zero); Work();")]
    [InlineData("using var held = fileLock.TryAcquire(timeout: time); Work();", "using var held = fileLock.Acquire(timeout: time); Work();")]
    [InlineData("using (LockSet.TryAcquireAll([path])) { Work(); }", "using (LockSet.AcquireAll([path], timeout: TimeSpan.Zero)) { Work(); }")]
    [InlineData("features.TryAcquire(\"f\");", "features.Acquire(\"f\");")]
    public Task It_throws_where_the_lock_is_not_to_be_had(string wrong, string right) =>
        Code.BecomesAsync(Code.Sync(wrong), Code.Sync(right));

    [Fact]
    public async Task A_method_that_only_tries_has_no_fix() =>
        Assert.Null(await Analysis.FixAsync(Code.Async("await notes.TryReplaceAsync(\"a\", other, null);")));
}
