using System.Text;
using System.Text.Json;
using Mutx.Locking;

namespace Mutx.Cli.Output;

/// <summary>What was done to share the locks of a directory, line by line or as JSON.</summary>
internal static class ShareReport
{
    public static string Text(SharedLocksReport report)
    {
        var text = new StringBuilder();
        foreach (string change in report.Changes)
        {
            text.Append(Printable.Escape(change)).Append('\n');
        }

        string tried = $"a lock in '{report.LockDirectory}' was tried, and excludes others";
        return text.Append(Printable.Escape(report.Changes.Count == 0 ? $"nothing to change; {tried}" : tried)).Append('\n').ToString();
    }

    public static string Json(SharedLocksReport report) => JsonText.Object(writer =>
    {
        writer.WriteString("operation", "share");
        writer.WriteString("directory", report.Directory);
        writer.WriteString("lockDirectory", report.LockDirectory);
        Write(writer, "changes", report.Changes);
        Write(writer, "problems", report.Problems);
    });

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
