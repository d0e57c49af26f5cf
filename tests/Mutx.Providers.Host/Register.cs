using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Mutx.Primitives;
using Npgsql;

namespace Mutx.Providers.Host;

/// <summary>
/// A value that remembers the highest fencing token it was written with, and refuses a smaller one: what docs/distributed.md
/// shows for a table of PostgreSQL and for a key of etcd.
/// </summary>
public static class Register
{
    /// <summary>Writes; whether it was allowed to.</summary>
    public static Task<bool> WriteAsync(string provider, FencingToken token, string value)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(token);
        return provider.StartsWith("postgres ", StringComparison.Ordinal)
            ? WriteRowAsync(provider["postgres ".Length..], token, value)
            : WriteKeyAsync(provider.Split(' ')[2].Split(',')[0], token, value);
    }

    private static async Task<bool> WriteRowAsync(string connection, FencingToken token, string value)
    {
        await using var source = NpgsqlDataSource.Create($"{connection};Pooling=false");
        await using NpgsqlCommand make = source.CreateCommand(
            "CREATE TABLE IF NOT EXISTS register (id int PRIMARY KEY, value text, epoch bigint, counter bigint); INSERT INTO register VALUES (1, '', 0, 0) ON CONFLICT DO NOTHING");
        await make.ExecuteNonQueryAsync();
        await using NpgsqlCommand write = source.CreateCommand(
            "UPDATE register SET value = $1, epoch = $2, counter = $3 WHERE id = 1 AND (epoch, counter) <= ($2, $3)");
        write.Parameters.AddWithValue(value);
        write.Parameters.AddWithValue(token.Epoch);
        write.Parameters.AddWithValue(token.Counter);
        return await write.ExecuteNonQueryAsync() == 1;
    }

    /// <summary>The token stands before the value, in as many digits as any has, so that it can be compared as text.</summary>
    private static async Task<bool> WriteKeyAsync(string endpoint, FencingToken token, string value)
    {
        using var http = new HttpClient { BaseAddress = new Uri(endpoint) };
        string key = Base64("register");
        string before = string.Create(CultureInfo.InvariantCulture, $"{token.Counter:d20};");
        string line = string.Create(CultureInfo.InvariantCulture, $"{token.Counter:d20}:{value}");
        string put = $$$"""{"request_put":{"key":"{{{key}}}","value":"{{{Base64(line)}}}"}}""";
        string fresh = $$$"""{"compare":[{"target":"CREATE","key":"{{{key}}}","create_revision":"0"}],"success":[{{{put}}}]}""";
        string fenced = $$$"""{"compare":[{"target":"VALUE","result":"LESS","key":"{{{key}}}","value":"{{{Base64(before)}}}"}],"success":[{{{put}}}]}""";
        return await SucceedsAsync(http, fresh) || await SucceedsAsync(http, fenced);
    }

    private static async Task<bool> SucceedsAsync(HttpClient http, string transaction)
    {
        using var content = new StringContent(transaction, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(new Uri("/v3/kv/txn", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.TryGetProperty("succeeded", out JsonElement succeeded) && succeeded.GetBoolean();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
