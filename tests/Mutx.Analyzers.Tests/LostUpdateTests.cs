namespace Mutx.Analyzers.Tests;

public sealed class LostUpdateTests
{
    [Theory]
    [InlineData("Note? note = await notes.ReadAsync(\"a\"); note!.Text += \"x\"; await [|notes.WriteAsync(\"a\", note)|];")]
    [InlineData("var note = await notes.ReadAsync(path) ?? new Note(); await [|notes.WriteAsync(path, note with { Text = \"x\" })|];")]
    [InlineData("var note = notes.Read(\"a\")!; await [|notes.WriteAsync(value: note, id: \"a\")|];")]
    [InlineData("var record = (await notes.ReadRecordAsync(\"a\").ConfigureAwait(false))!; await [|notes.WriteAsync(\"a\", record.Value)|];")]
    [InlineData("if (await notes.ReadAsync(\"a\") is { } note) { await [|notes.WriteAsync(\"a\", new Note { Text = note.Text + 1 })|]; }")]
    public Task A_record_that_is_read_and_written_back_is_reported(string statements) =>
        Code.ReportsAsync("MUTX006", Code.Async(statements));

    [Theory]
    [InlineData("await notes.WriteAsync(\"a\", other);")]
    [InlineData("var note = await notes.ReadAsync(\"a\"); Use(note); await notes.WriteAsync(\"a\", other);")]
    [InlineData("var note = (await notes.ReadAsync(\"a\"))!; await notes.WriteAsync(\"b\", note);")]
    [InlineData("await notes.WriteAsync(\"a\", other); var note = await notes.ReadAsync(\"a\"); Use(note);")]
    [InlineData("await notes.ModifyAsync(\"a\", note => (note ?? new Note()) with { Text = \"x\" });")]
    [InlineData("var record = (await notes.ReadRecordAsync(\"a\"))!; Use(await notes.TryReplaceAsync(\"a\", record.Value, record.Version));")]
    [InlineData("await service.WithLockAsync(\"all\", async (_, t) => { var note = (await notes.ReadAsync(\"a\", t))!; await notes.WriteAsync(\"a\", note, t); });")]
    [InlineData("await using var held = await anyLock.AcquireAsync(); var note = (await notes.ReadAsync(\"a\"))!; await notes.WriteAsync(\"a\", note);")]
    public Task Copies_changes_and_what_happens_under_a_lock_are_fine(string statements) => Code.IsFineAsync(Code.Async(statements));
}
