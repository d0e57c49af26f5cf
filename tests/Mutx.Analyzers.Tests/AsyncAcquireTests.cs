namespace Mutx.Analyzers.Tests;

public sealed class AsyncAcquireTests
{
    [Theory]
    [InlineData("using var held = [|fileLock.Acquire()|]; Work();")]
    [InlineData("using var held = [|anyLock.Acquire(timeout: time)|]; Work();")]
    [InlineData("using var held = [|fileLock.TryAcquire(timeout: time)|]; Use(held);")]
    [InlineData("using var held = [|fileLock.TryAcquire(timeout: TimeSpan.FromSeconds(1))|]; Use(held);")]
    [InlineData("using var set = [|LockSet.AcquireAll([path])|]; Work();")]
    [InlineData("[|LockedFile.UpdateText(path, text => text + 1)|];")]
    [InlineData("[|LockedFile.Replace(path, new byte[1])|];")]
    [InlineData("Func<Task> inner = async () => { await Task.Yield(); [|fileLock.Acquire()|].Dispose(); }; await inner();")]
    public Task A_wait_that_blocks_in_asynchronous_code_is_reported(string statements) =>
        Code.ReportsAsync("MUTX003", Code.Async(statements));

    [Theory]
    [InlineData("using var held = fileLock.TryAcquire(); Use(held);")]
    [InlineData("using var held = fileLock.TryAcquire(timeout: TimeSpan.Zero); Use(held);")]
    [InlineData("using var held = fileLock.TryAcquire(LockMode.Shared, default, token); Use(held);")]
    [InlineData("using var held = fileLock.Acquire(timeout: TimeSpan.Zero); Work();")]
    [InlineData("await Task.Run(() => { using var held = fileLock.Acquire(); Work(); });")]
    [InlineData("void Inner() { using var held = fileLock.Acquire(); Work(); } Inner();")]
    [InlineData("lock (other) { using var held = fileLock.Acquire(); Work(); }")]
    [InlineData("await LockedFile.UpdateTextAsync(path, text => text + 1);")]
    public Task One_try_and_code_that_is_not_asynchronous_block_nobody(string statements) => Code.IsFineAsync(Code.Async(statements));

    [Theory]
    [InlineData("using var held = fileLock.Acquire(timeout: time, cancellationToken: token);", "using var held = await fileLock.AcquireAsync(timeout: time, cancellationToken: token);")]
    [InlineData("fileLock.Acquire().Dispose();", "(await fileLock.AcquireAsync()).Dispose();")]
    [InlineData("Use(fileLock.TryAcquire(timeout: time)?.Path);", "Use((await fileLock.TryAcquireAsync(timeout: time))?.Path);")]
    [InlineData("using var set = LockSet.AcquireAll([path]);", "using var set = await LockSet.AcquireAllAsync([path]);")]
    [InlineData("LockedFile.UpdateText(path, text => text + 1, null, token);", "await LockedFile.UpdateTextAsync(path, text => text + 1, null, token);")]
    public Task It_is_awaited(string wrong, string right) => Code.BecomesAsync(Code.Async(wrong), Code.Async(right));

    [Fact]
    public async Task What_takes_another_kind_of_delegate_has_no_fix() =>
        Assert.Null(await Analysis.FixAsync(Code.Async("LockedFile.Replace(path, writer => writer.Write([1]));")));
}
