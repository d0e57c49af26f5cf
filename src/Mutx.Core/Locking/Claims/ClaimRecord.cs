using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>
/// What a claim file says of its holder: one JSON object of which process number, timestamp and host name are a
/// contract with other programs, and the rest is ours.
/// </summary>
internal sealed record ClaimRecord
{
    /// <summary>The longest content that is looked at; no honest record comes near it.</summary>
    public const int MaxLength = 4096;

    /// <summary>The largest number a process can have on Linux (PID_MAX_LIMIT).</summary>
    public const int MaxProcessId = 4_194_304;

    private const int MaxDepth = 8;

    private static readonly JsonReaderOptions Depth = new() { MaxDepth = MaxDepth };

    public required int ProcessId { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required string HostName { get; init; }

    /// <summary>What tells this claim from every other; null in claims of other programs.</summary>
    public string? Id { get; init; }

    /// <summary>When the holder's process started, see <see cref="ProcessFacts.Started"/>.</summary>
    public long? Started { get; init; }

    public string? Boot { get; init; }

    public long? PidNamespace { get; init; }

    /// <summary>
    /// Above that of the record it took over. No fencing token: nothing remembers it once the claim is released, and the
    /// clocks of hosts differ.
    /// </summary>
    public long? Generation { get; init; }

    /// <summary>The record of a new claim of this process.</summary>
    /// <param name="owner">The process.</param>
    /// <param name="id">128 random bits in hexadecimal.</param>
    /// <param name="now">The present.</param>
    /// <param name="above">The generation that is taken over, if one is.</param>
    public static ClaimRecord Create(ProcessIdentity owner, string id, DateTimeOffset now, long? above) => new()
    {
        ProcessId = owner.ProcessId,
        Timestamp = now,
        HostName = owner.HostName,
        Id = id,
        Started = owner.Started,
        Boot = owner.Boot,
        PidNamespace = owner.PidNamespace,
        Generation = above is { } old && old < long.MaxValue ? Math.Max(now.ToUnixTimeMilliseconds(), old + 1) : now.ToUnixTimeMilliseconds(),
    };

    /// <summary>The record as it stands in the file.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{\"pid\": {ProcessId}, ");
        text.Append(CultureInfo.InvariantCulture, $"\"timestamp\": \"{Timestamp.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\", ");
        text.Append(CultureInfo.InvariantCulture, $"\"hostname\": {Quote(HostName)}");
        AppendText(text, "id", Id);
        AppendNumber(text, "started", Started);
        AppendText(text, "boot", Boot);
        AppendNumber(text, "pidNamespace", PidNamespace);
        AppendNumber(text, "generation", Generation);
        return Encoding.UTF8.GetBytes(text.Append("}\n").ToString());
    }

    /// <summary>Reads a record; null if the bytes aren't one, whatever they are. Bounded in length and depth, and never throws.</summary>
    /// <param name="bytes">What the file holds.</param>
    /// <param name="now">The present; a timestamp more than a day ahead of it makes no record.</param>
    public static ClaimRecord? TryParse(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        if (bytes.Length is 0 or > MaxLength)
        {
            return null;
        }

        try
        {
            return Read(bytes) is { } record && IsPlausible(record, now) ? record : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // JsonException: no JSON, or too deep; the others: text that is no UTF-8, half a surrogate pair.
            return null;
        }
    }

    /// <summary>
    /// Whether more bytes could make a record of these that begins as records do: nothing yet, or an object with none but
    /// their fields. Never throws.
    /// </summary>
    /// <param name="bytes">What the file holds.</param>
    public static bool IsBeginning(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MaxLength)
        {
            return bytes.Length == 0;
        }

        try
        {
            var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(Depth));
            bool fits = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (fits && reader.Read())
            {
                fits = reader.TokenType == JsonTokenType.PropertyName && IsOfField(ref reader);
            }

            return fits;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whether a name is that of a field of records, and its value, if there is one yet, of the field's type.</summary>
    private static bool IsOfField(ref Utf8JsonReader reader)
    {
        JsonTokenType? type = reader.GetString() switch
        {
            "pid" or "started" or "pidNamespace" or "generation" => JsonTokenType.Number,
            "timestamp" or "hostname" or "id" or "boot" => JsonTokenType.String,
            _ => null,
        };
        return type is not null && (!reader.Read() || reader.TokenType == type);
    }

    private static bool IsPlausible(ClaimRecord record, DateTimeOffset now) =>
        record.Timestamp > DateTimeOffset.UnixEpoch
        && record.Timestamp - now <= TimeSpan.FromDays(1);

    private static ClaimRecord? Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, Depth);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        long? pid = null;
        DateTimeOffset? timestamp = null;
        string? host = null;
        var ours = new ClaimRecord { ProcessId = 0, Timestamp = default, HostName = "" };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "pid": pid = Number(reader); break;
                case "timestamp": timestamp = Time(reader); break;
                case "hostname": host = Text(reader); break;
                case "id": ours = ours with { Id = Text(reader) }; break;
                case "boot": ours = ours with { Boot = Text(reader) }; break;
                case "started": ours = ours with { Started = Number(reader) }; break;
                case "pidNamespace": ours = ours with { PidNamespace = Number(reader) }; break;
                case "generation": ours = ours with { Generation = Number(reader) }; break;
            }

            // An object or an array as a value: skipping it keeps the reader in step.
            reader.Skip();
        }

        bool isWhole = reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        return isWhole && pid is >= 1 and <= MaxProcessId && timestamp is { } made && host is not null
            ? ours with { ProcessId = (int)pid, Timestamp = made, HostName = host }
            : null;
    }

    private static string? Text(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    private static long? Number(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) ? number : null;

    private static DateTimeOffset? Time(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out DateTimeOffset time) ? time : null;

    private static void AppendText(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $", \"{name}\": {Quote(value)}");
        }
    }

    private static void AppendNumber(StringBuilder text, string name, long? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $", \"{name}\": {value}");
        }
    }

    private static string Quote(string value) => $"\"{JavaScriptEncoder.Default.Encode(value)}\"";
}
