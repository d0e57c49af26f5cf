using System.Text.Json;

namespace Mutx.Processes.Tests;

/// <summary>The files of stores as they lie on disk, read without the product.</summary>
internal static class StoreFiles
{
    /// <summary>A queue has to be created before it is changed; the others come with their first change.</summary>
    public static void Seed(Sandbox sandbox, string store)
    {
        if (store == "queue")
        {
            sandbox.Files.Write("q.json", "{}");
        }
    }

    /// <summary>The file of a store that the host's changes go to.</summary>
    public static string FileOf(string store) => store switch
    {
        "queue" => "q.json",
        "tokens" => "tokens.json",
        "index" => "changes.json",
        _ => "names.json",
    };

    /// <summary>The names of the changes that are in a store, once for each time they were made.</summary>
    public static List<string> NamesIn(Sandbox sandbox, string store)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(sandbox.Files[FileOf(store)]));
        JsonElement root = document.RootElement;
        return store switch
        {
            "queue" => [.. root.GetProperty("commands").EnumerateArray().Select(each => each.GetProperty("text").GetString()!)],
            "tokens" => [.. root.GetProperty("tokens").EnumerateArray().Select(each => each.GetProperty("name").GetString()!)],
            "index" => [.. root.GetProperty("paths").GetProperty("shared").EnumerateObject().SelectMany(
                each => Enumerable.Repeat(each.Name, each.Value.GetProperty("count").GetInt32()))],
            _ => [.. root.EnumerateArray().Select(each => each.GetString()!)],
        };
    }
}
