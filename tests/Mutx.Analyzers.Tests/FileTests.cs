namespace Mutx.Analyzers.Tests;

public sealed class FileTests
{
    [Theory]
    [InlineData("Use(new FileLock(path, new FileLockOptions { [|LockFile = path|] }));")]
    [InlineData("Use(new FileLock(path, new() { [|LockFile = path|], Fair = true }));")]
    [InlineData("var all = new Dictionary<string, string>(); Use(new FileLock(all[\"a\"], new FileLockOptions { [|LockFile = all[\"a\"]|] }));")]
    [InlineData("Use(new FileLock(\"data\", _options with { [|LockFile = \"data\"|] }));")]
    [InlineData("var options = new FileLockOptions { [|LockFile = path|] }; Use(new FileLock(options: options, resource: path));")]
    [InlineData("LockedFile.UpdateText(path, text => text, new UpdateOptions { Replace = new ReplaceOptions { Lock = new FileLockOptions { [|LockFile = path|] } } });")]
    public Task A_file_that_is_its_own_lock_file_is_reported(string statements) => Code.ReportsAsync("MUTX004", Code.Sync(statements));

    [Theory]
    [InlineData("Use(new FileLock(path, new FileLockOptions { LockFile = path + \".lock\" }));")]
    [InlineData("Use(new FileLock(path, new FileLockOptions { LockFile = \"x.lock\" }));")]
    [InlineData("Use(new FileLock(path, new FileLockOptions { Directory = path }));")]
    [InlineData("string[] all = [path, path]; Use(new FileLock(all[0], new FileLockOptions { LockFile = all[1] }));")]
    [InlineData("var all = new Dictionary<string, string>(); Use(new FileLock(all[\"a\"], new FileLockOptions { LockFile = all[\"b\"] }));")]
    [InlineData("var options = new FileLockOptions { LockFile = path }; options = new FileLockOptions(); Use(new FileLock(path, options));")]
    public Task Another_lock_file_is_fine(string statements) => Code.IsFineAsync(Code.Sync(statements));

    [Theory]
    [InlineData("Use(new FileLock(path, new FileLockOptions { LockFile = path }));", "Use(new FileLock(path, new FileLockOptions()));")]
    [InlineData("Use(new FileLock(path, new() { LockFile = path, Fair = true }));", "Use(new FileLock(path, new() { Fair = true }));")]
    [InlineData("Use(new FileLock(path, _options with { LockFile = path }));", "Use(new FileLock(path, _options));")]
    public Task The_choice_is_left_to_mutx(string wrong, string right) => Code.BecomesAsync(Code.Sync(wrong), Code.Sync(right));

    [Theory]
    [InlineData("using var stream = new FileStream(path, FileMode.Create); [|stream.Flush(true)|];")]
    [InlineData("using var stream = File.Create(path); [|stream.Flush(flushToDisk: true)|];")]
    [InlineData("using var handle = File.OpenHandle(path); [|RandomAccess.FlushToDisk(handle)|];")]
    [InlineData("string temp = path + \".tmp\"; File.WriteAllText(temp, \"x\"); [|File.Move(temp, path, true)|];")]
    [InlineData("string temp = path + \".tmp\"; using (var writer = new StreamWriter(temp)) { writer.Write(1); } [|File.Move(temp, path, overwrite: true)|];")]
    [InlineData("string temp = path + \".tmp\"; File.WriteAllBytes(temp, [1]); [|File.Replace(temp, path, null)|];")]
    [InlineData("using (new FileLock(path).Acquire()) { [|File.WriteAllText(path, File.ReadAllText(path) + 1)|]; }")]
    [InlineData("using (new FileLock(path).Acquire()) { [|File.WriteAllLines(path, [\"x\"])|]; }")]
    [InlineData("[|File.WriteAllText(notes.PathOf(\"a\"), \"{}\")|];")]
    public Task What_is_meant_to_last_and_does_not_is_reported(string statements) => Code.ReportsAsync("MUTX005", Code.Sync(statements));

    [Theory]
    [InlineData("File.WriteAllText(path, \"x\");")]
    [InlineData("using (fileLock.Acquire()) { File.WriteAllText(path, \"x\"); }")]
    [InlineData("using (new FileLock(path).Acquire()) { File.WriteAllText(path + \".log\", \"x\"); }")]
    [InlineData("using (new FileLock(path).Acquire()) { File.AppendAllText(path, \"x\"); }")]
    [InlineData("using (new FileLock(path).Acquire()) { Use(File.ReadAllText(path)); }")]
    [InlineData("File.Move(path, path + \".old\", true);")]
    [InlineData("File.WriteAllText(path, \"x\"); File.Move(path, path + \".new\");")]
    [InlineData("using var stream = File.Create(path); stream.Flush(); stream.Flush(false);")]
    [InlineData("AtomicFile.WriteAllText(path, \"x\");")]
    public Task Ordinary_files_are_nobodys_business(string statements) => Code.IsFineAsync(Code.Sync(statements));

    [Theory]
    [InlineData("File.WriteAllText(path, \"x\");", "Mutx.Writing.AtomicFile.WriteAllText(path, \"x\");")]
    [InlineData("File.WriteAllBytes(path, new byte[1]);", "Mutx.Writing.AtomicFile.WriteAllBytes(path, new byte[1]);")]
    [InlineData("File.WriteAllTextAsync(path, \"x\", token).Wait();", "Mutx.Writing.AtomicFile.WriteAllTextAsync(path, \"x\", cancellationToken: token).Wait();")]
    public Task The_file_is_replaced_instead(string wrong, string right)
    {
        const string Lock = "using var held = new FileLock(path).Acquire();\n";
        return Code.BecomesAsync(Code.Sync(Lock + wrong), Code.Sync(Lock + right.Replace("Mutx.Writing.", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("using var stream = File.Create(path); stream.Flush(true);")]
    [InlineData("using (new FileLock(path).Acquire()) { File.WriteAllText(path, \"x\", System.Text.Encoding.Latin1); }")]
    [InlineData("using (new FileLock(path).Acquire()) { File.WriteAllText(contents: \"x\", path: path); }")]
    [InlineData("using (new FileLock(path).Acquire()) { File.WriteAllLines(path, [\"x\"]); }")]
    public async Task What_has_no_equal_has_no_fix(string statements) => Assert.Null(await Analysis.FixAsync(Code.Sync(statements)));
}
