using System.Globalization;
using System.Runtime.InteropServices;

namespace Mutx.Bench.Modifying;

/// <summary>
/// SQLite in WAL mode with synchronous FULL: BEGIN IMMEDIATE, read the row, update it, COMMIT, all prepared. Called
/// directly, without ADO.NET in between. Callers of one process share a connection, which is faster for them than one each.
/// </summary>
internal sealed partial class SqliteModifier : IModifier
{
    private const string Library = "libsqlite3.so.0";
    private const int Row = 100;
    private const int Done = 101;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly byte[] _content = new byte[1024];
    private readonly nint _database;
    private readonly nint _begin;
    private readonly nint _read;
    private readonly nint _update;
    private readonly nint _commit;

    public SqliteModifier(string directory)
    {
        _content.AsSpan().Fill((byte)'x');
        Check(Open(Path.Combine(directory, "entries.db"), out _database), 0);
        Check(BusyTimeout(_database, 60_000), 0);
        foreach (string statement in (string[])
        [
            "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
            "CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, content TEXT)",
            "INSERT OR IGNORE INTO entries VALUES (1, '0')",
        ])
        {
            Check(Execute(_database, statement, 0, 0, 0), 0);
        }

        _begin = Prepared("BEGIN IMMEDIATE");
        _read = Prepared("SELECT content FROM entries WHERE id = 1");
        _update = Prepared("UPDATE entries SET content = ? WHERE id = 1");
        _commit = Prepared("COMMIT");
    }

    /// <summary>Whether the library is on this machine.</summary>
    public static bool IsThere
    {
        get
        {
            bool found = NativeLibrary.TryLoad(Library, out nint handle);
            if (found)
            {
                NativeLibrary.Free(handle);
            }

            return found;
        }
    }

    public async Task ModifyAsync()
    {
        await _gate.WaitAsync();
        try
        {
            // Off the caller's thread, as every asynchronous use of it is.
            await Task.Run(Modify);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _gate.Dispose();
        foreach (nint statement in (nint[])[_begin, _read, _update, _commit])
        {
            _ = Finish(statement);
        }

        _ = Close(_database);
    }

    private unsafe void Modify()
    {
        Step(_begin, Done);
        Check(Step(_read), Row);
        long count = long.Parse(
            new ReadOnlySpan<byte>((void*)ColumnText(_read, 0), ColumnLength(_read, 0)).TrimEnd((byte)'x'), CultureInfo.InvariantCulture);
        _ = Reset(_read);
        string digits = (count + 1).ToString("D12", CultureInfo.InvariantCulture);
        System.Text.Encoding.ASCII.GetBytes(digits, _content);
        fixed (byte* content = _content)
        {
            Check(BindText(_update, 1, content, _content.Length, 0), 0);
            Step(_update, Done);
        }

        Step(_commit, Done);
    }

    private static void Step(nint statement, int expected)
    {
        Check(Step(statement), expected);
        _ = Reset(statement);
    }

    private static void Check(int result, int expected)
    {
        if (result != expected)
        {
            throw new InvalidOperationException($"SQLite gave {result} instead of {expected}");
        }
    }

    private nint Prepared(string sql)
    {
        Check(Prepare(_database, sql, -1, out nint statement, 0), 0);
        return statement;
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, out nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_close")]
    private static partial int Close(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_busy_timeout")]
    private static partial int BusyTimeout(nint database, int milliseconds);

    [LibraryImport(Library, EntryPoint = "sqlite3_exec", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(nint database, string sql, nint callback, nint argument, nint error);

    [LibraryImport(Library, EntryPoint = "sqlite3_prepare_v2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Prepare(nint database, string sql, int length, out nint statement, nint tail);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    private static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    private static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_finalize")]
    private static partial int Finish(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_text")]
    private static partial nint ColumnText(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    private static partial int ColumnLength(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    private static unsafe partial int BindText(nint statement, int index, byte* text, int length, nint destructor);
}
