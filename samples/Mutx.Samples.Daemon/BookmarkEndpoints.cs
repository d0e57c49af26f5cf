using Mutx.Stores.Bookmarks;

namespace Mutx.Samples.Daemon;

internal static class BookmarkEndpoints
{
    public static void MapBookmarks(this WebApplication app)
    {
        app.MapGet("/bookmarks", (string? session, string? text, BookmarkStore bookmarks, CancellationToken token) =>
            bookmarks.ListAsync(new BookmarkQuery { Session = session, Text = text }, token));
        app.MapPut("/bookmarks/{id}", (string id, BookmarkBody body, BookmarkStore bookmarks, CancellationToken token) =>
            bookmarks.SaveAsync(
                new Bookmark { Id = id, Session = body.Session, Name = body.Name, Description = body.Description, Tags = body.Tags ?? [] },
                token));
        app.MapDelete("/bookmarks/{id}", async (string id, BookmarkStore bookmarks, CancellationToken token) =>
            await bookmarks.DeleteAsync(id, token) ? Results.NoContent() : Results.NotFound());
    }
}
