using System.Globalization;
using System.Text;
using Mutx.Backups;
using Mutx.Cli.Exit;
using Mutx.Cli.Output;
using Mutx.Cli.Requests;
using Mutx.Platform;

namespace Mutx.Cli.Commands;

/// <summary>Lists the backups of a file.</summary>
internal sealed class BackupsCommand(BackupsRequest request, Reporter reporter)
{
    private const string ShownTime = "yyyy-MM-dd HH:mm:ss";
    private const string JsonTime = "yyyy-MM-ddTHH:mm:sszzz";
    private const int SizeWidth = 11;

    public ExitStatus Run()
    {
        IReadOnlyList<BackupFile> backups = new BackupSet(request.File, request.Options).List();
        if (request.Report.Json)
        {
            return reporter.Print(Json(backups) + "\n");
        }

        if (backups.Count == 0)
        {
            reporter.Warn($"there is no backup of '{request.File}'");
        }

        return reporter.Print(Table(backups));
    }

    private static string Table(IReadOnlyList<BackupFile> backups)
    {
        var table = new StringBuilder();
        foreach (BackupFile backup in backups)
        {
            string time = LocalTime.Of(backup.Time).ToString(ShownTime, CultureInfo.InvariantCulture);
            table.Append(CultureInfo.InvariantCulture, $"{time}  {ByteSize.Format(backup.Length).PadLeft(SizeWidth)}  {Printable.Escape(backup.Path)}\n");
        }

        return table.ToString();
    }

    private static string Json(IReadOnlyList<BackupFile> backups) => JsonText.Object(writer =>
    {
        writer.WriteString("operation", "backups");
        writer.WriteStartArray("backups");
        foreach (BackupFile backup in backups)
        {
            writer.WriteStartObject();
            writer.WriteString("path", backup.Path);
            writer.WriteString("time", LocalTime.Of(backup.Time).ToString(JsonTime, CultureInfo.InvariantCulture));
            writer.WriteNumber("size", backup.Length);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
