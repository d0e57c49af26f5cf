using System.Globalization;
using System.Text;
using System.Text.Json;
using Mutx.Cli.CommandLine;
using Mutx.Cli.Processes;
using Mutx.Cli.Requests;
using Mutx.Stores.Queues;

namespace Mutx.Cli.Output;

/// <summary>Says what there is in queues and what was done with them, to people and to programs.</summary>
internal static class QueueReport
{
    public static string Line(QueueRequest request, string? id) =>
        id is null ? $"{request.Operation} {request.Queue}: done" : $"{request.Operation} {request.Queue} {id}: done";

    public static string Line(QueueRequest request, QueueRun run) =>
        string.Create(CultureInfo.InvariantCulture, $"{request.Operation} {request.Queue}: {run.Completed} completed, {run.Failed} failed");

    public static string Json(QueueRequest request, string? id) => JsonText.Object(json =>
    {
        Begin(json, request);
        if (id is not null)
        {
            json.WriteString("id", id);
        }
    });

    public static string Json(QueueRequest request, QueueRun run) => JsonText.Object(json =>
    {
        Begin(json, request);
        json.WriteNumber("completed", run.Completed);
        json.WriteNumber("failed", run.Failed);
    });

    public static string Json(QueueRequest request, QueuedCommand command) => JsonText.Object(json =>
    {
        Begin(json, request);
        json.WriteStartObject("command");
        WriteMembers(json, request, request.Queue!, command);
        json.WriteEndObject();
    }) + "\n";

    public static string Json(QueueRequest request, QueueSummary queue) => JsonText.Object(json =>
    {
        Begin(json, request);
        json.WriteString("state", NameOf(queue.State));
        json.WriteStartArray("commands");
        foreach (QueuedCommand command in queue.Commands)
        {
            json.WriteStartObject();
            WriteMembers(json, request, queue.Name, command);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }) + "\n";

    public static string Json(QueueRequest request, List<QueueSummary> queues) => JsonText.Object(json =>
    {
        json.WriteString("operation", request.Operation);
        json.WriteStartArray("queues");
        foreach (QueueSummary queue in queues)
        {
            json.WriteStartObject();
            json.WriteString("name", queue.Name);
            json.WriteString("state", NameOf(queue.State));
            foreach (CommandStatus status in Enum.GetValues<CommandStatus>())
            {
                json.WriteNumber(NameOf(status), queue.Count(status));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }) + "\n";

    public static string Text(List<QueueSummary> queues)
    {
        var text = new StringBuilder();
        foreach (QueueSummary queue in queues)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{queue.Name}\t{NameOf(queue.State)}\t{queue.Count(CommandStatus.Pending)} pending, {queue.Count(CommandStatus.Running)} running, "
                + $"{queue.Count(CommandStatus.Completed)} completed, {queue.Count(CommandStatus.Failed)} failed\n");
        }

        return text.ToString();
    }

    public static string Text(QueueSummary queue)
    {
        var text = new StringBuilder();
        if (queue.State == QueueState.Paused)
        {
            text.Append("paused\n");
        }

        foreach (QueuedCommand command in queue.Commands)
        {
            text.Append(CultureInfo.InvariantCulture, $"{command.Id}\t{NameOf(command.Status)}\t{Printable.Escape(CommandText(command))}\n");
        }

        return text.ToString();
    }

    public static string Text(QueueRequest request, QueuedCommand command)
    {
        var text = new StringBuilder();
        Line(text, "id", command.Id);
        Line(text, "status", NameOf(command.Status));
        Line(text, "command", CommandText(command));
        Line(text, "created", Time(command.Created));
        Line(text, "started", command.Started is { } started ? Time(started) : null);
        Line(text, "finished", command.Finished is { } finished ? Time(finished) : null);
        Line(text, "attempts", command.Attempts.ToString(CultureInfo.InvariantCulture));
        Line(text, "exit status", command.ExitStatus?.ToString(CultureInfo.InvariantCulture));
        Line(text, "error", command.Error);
        Line(text, "log", CommandLog.PathOf(request.Directory, request.Queue!, command.Id));
        return text.ToString();
    }

    private static void Begin(Utf8JsonWriter json, QueueRequest request)
    {
        json.WriteString("operation", request.Operation);
        json.WriteString("queue", request.Queue);
    }

    private static void WriteMembers(Utf8JsonWriter json, QueueRequest request, string queue, QueuedCommand command)
    {
        json.WriteString("id", command.Id);
        json.WriteString("status", NameOf(command.Status));
        json.WriteString("text", command.Text);
        json.WriteStartArray("arguments");
        foreach (string argument in command.Arguments ?? [])
        {
            json.WriteStringValue(argument);
        }

        json.WriteEndArray();
        json.WriteString("created", Time(command.Created));
        json.WriteString("started", command.Started is { } started ? Time(started) : null);
        json.WriteString("finished", command.Finished is { } finished ? Time(finished) : null);
        json.WriteNumber("attempts", command.Attempts);
        json.WritePropertyName("exitStatus");
        if (command.ExitStatus is { } status)
        {
            json.WriteNumberValue(status);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteString("error", command.Error);
        json.WriteString("log", CommandLog.PathOf(request.Directory, queue, command.Id));
    }

    private static void Line(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name + ":",-13}{Printable.Escape(value)}\n");
        }
    }

    private static string CommandText(QueuedCommand command) =>
        command.Text ?? string.Join(' ', (command.Arguments ?? []).Select(ShellWord.Quote));

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture);

    private static string NameOf(QueueState state) => state == QueueState.Paused ? "paused" : "active";

    private static string NameOf(CommandStatus status) => status switch
    {
        CommandStatus.Pending => "pending",
        CommandStatus.Running => "running",
        CommandStatus.Completed => "completed",
        CommandStatus.Failed => "failed",
        _ => "skipped",
    };
}
