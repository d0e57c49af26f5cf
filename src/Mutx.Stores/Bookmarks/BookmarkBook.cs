using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mutx.Stores.Bookmarks;

/// <summary>All bookmarks as their file holds them.</summary>
internal sealed class BookmarkBook
{
    public List<Bookmark> Bookmarks { get; set; } = [];

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
