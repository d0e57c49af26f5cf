using Mutx.Cli.Exit;
using Mutx.Cli.Hints;
using Mutx.Primitives;
using Mutx.Updating;

namespace Mutx.Cli.Output;

/// <summary>Tells of a replacement that succeeded.</summary>
internal static class ReplaceReport
{
    /// <param name="reporter">The voice.</param>
    /// <param name="operation">The command's name.</param>
    /// <param name="result">What was done.</param>
    /// <param name="from">The backup that was put back, if one was.</param>
    public static ExitStatus Tell(Reporter reporter, string operation, ReplaceResult result, string? from = null)
    {
        foreach (string warning in result.Warnings)
        {
            reporter.Warn(warning);
        }

        return reporter.Done(() => Line(result, from), () => Json(operation, result, from));
    }

    internal static string Line(ReplaceResult result, string? from = null)
    {
        string source = from is null ? "" : $" from '{from}'";
        string kept = result.Backup is null ? "" : $", old content kept as '{result.Backup}'";
        string what = result.Changed
            ? $"replaced '{result.Path}'{source} ({ByteSize.Format(result.Length)}){kept}"
            : $"left '{result.Path}' unchanged: it has this content already";
        return result.LockWaited < TimeSpan.FromMilliseconds(1)
            ? what
            : $"{what}, after waiting {DurationText.Format(Milliseconds(result.LockWaited))} for the lock";
    }

    internal static string Json(string operation, ReplaceResult result, string? from = null) => JsonText.Object(writer =>
    {
        writer.WriteString("operation", operation);
        writer.WriteString("output", result.Path);
        writer.WriteNumber("bytes", result.Length);
        writer.WriteBoolean("changed", result.Changed);
        writer.WriteString("backup", result.Backup);
        if (from is not null)
        {
            writer.WriteString("from", from);
        }

        LockJson.Write(writer, result.LockFile, result.LockMethod, result.LockWaited);
        LockJson.WriteToken(writer, result.FencingToken);
        writer.WriteStartArray("warnings");
        foreach (string warning in result.Warnings)
        {
            writer.WriteStringValue(ProgramWords.Of(warning));
        }

        writer.WriteEndArray();
    });

    private static TimeSpan Milliseconds(TimeSpan time) => TimeSpan.FromMilliseconds((long)time.TotalMilliseconds);
}
