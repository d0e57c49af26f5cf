using System.Globalization;
using System.Text;
using System.Text.Json;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Cli.Output;

/// <summary>Locks and their holders, as a table for people or as JSON.</summary>
internal static class StatusReport
{
    private const string Nothing = "-";
    private static readonly string[] Headings = ["RESOURCE", "STATE", "PID", "COMMAND", "HOST", "SINCE", "METHOD"];

    /// <summary>A line for each holder, and one for each lock without any.</summary>
    public static string Table(IReadOnlyList<LockReport> reports, IReadOnlyList<ServerLockReport> servers)
    {
        var rows = new List<string[]> { Headings };
        foreach (LockReport report in reports)
        {
            if (report.Holders.Count == 0)
            {
                rows.Add(Row(report, null));
            }

            foreach (LockHolder holder in report.Holders)
            {
                rows.Add(Row(report, holder));
            }
        }

        foreach (ServerLockReport report in servers)
        {
            rows.AddRange(report.Holders.Count == 0 ? [Row(report, null)] : report.Holders.Select(holder => Row(report, holder)));
        }

        return Layout(rows);
    }

    public static string Json(IReadOnlyList<LockReport> reports, IReadOnlyList<ServerLockReport> servers) => JsonText.Object(writer =>
    {
        writer.WriteString("operation", "status");
        writer.WriteStartArray("status");
        foreach (LockReport report in reports)
        {
            Write(writer, report);
        }

        foreach (ServerLockReport report in servers)
        {
            Write(writer, report);
        }

        writer.WriteEndArray();
    });

    private static string[] Row(ServerLockReport report, LockOwner? holder) =>
    [
        Printable.Escape(report.Resource),
        holder is null ? Name(LockState.Free) : Name(holder.Mode == LockMode.Exclusive ? LockState.Held : LockState.Shared),
        Nothing,
        Printable.Escape(holder?.Name ?? Nothing),
        Nothing,
        Time(holder?.Since),
        report.Server,
    ];

    private static void Write(Utf8JsonWriter writer, ServerLockReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("resource", report.Resource);
        writer.WriteNull("lockFile");
        writer.WriteString(
            "state", Name(report.Holders is not [var first, ..] ? LockState.Free : first.Mode == LockMode.Exclusive ? LockState.Held : LockState.Shared));
        writer.WriteString("method", report.Server);
        writer.WriteStartArray("holders");
        foreach (LockOwner holder in report.Holders)
        {
            writer.WriteStartObject();
            writer.WriteString("owner", holder.Name);
            writer.WriteString("since", holder.Since?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
            writer.WriteString("mode", holder.Mode == LockMode.Exclusive ? "exclusive" : "shared");
            writer.WriteString("fencingToken", holder.Token?.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Time(DateTimeOffset? since) =>
        since is { } time ? LocalTime.Of(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : Nothing;

    private static string[] Row(LockReport report, LockHolder? holder) =>
    [
        Printable.Escape(report.Resource ?? report.LockFile),
        Name(report.State),
        holder?.ProcessId.ToString(CultureInfo.InvariantCulture) ?? Nothing,
        Printable.Escape(holder?.Command ?? Nothing),
        Printable.Escape(holder?.Host ?? Nothing),
        Time(holder?.Since),
        LockJson.Name(report.Method),
    ];

    private static string Layout(List<string[]> rows)
    {
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            for (int column = 0; column < row.Length - 1; column++)
            {
                int width = 0;
                foreach (string[] each in rows)
                {
                    width = Math.Max(width, each[column].Length);
                }

                text.Append(row[column].PadRight(width + 2));
            }

            text.Append(row[^1]).Append('\n');
        }

        return text.ToString();
    }

    private static void Write(Utf8JsonWriter writer, LockReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("resource", report.Resource);
        writer.WriteString("lockFile", report.LockFile);
        writer.WriteString("state", Name(report.State));
        writer.WriteString("method", LockJson.Name(report.Method));
        writer.WriteStartArray("holders");
        foreach (LockHolder holder in report.Holders)
        {
            writer.WriteStartObject();
            writer.WriteNumber("pid", holder.ProcessId);
            writer.WriteString("command", holder.Command);
            writer.WriteString("host", holder.Host);
            writer.WriteString("since", holder.Since?.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
            writer.WriteString("mode", holder.Mode == LockMode.Exclusive ? "exclusive" : "shared");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Name(LockState state) => state switch
    {
        LockState.Free => "free",
        LockState.Held => "held",
        LockState.Shared => "shared",
        LockState.Claimed => "claimed",
        LockState.Stale => "stale",
        _ => "unknown",
    };
}
