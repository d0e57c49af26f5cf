using Mutx.Primitives;

namespace Mutx.Stores;

/// <summary>The errors that several stores have.</summary>
internal static class StoreErrors
{
    public static MutxException NotFound(string what, string id, string path, string? hint = null) =>
        new(MutxError.NotFound, $"there is no {what} '{id}'") { Path = path, Hint = hint };

    public static MutxException Exists(string what, string id, string path, string? hint = null) =>
        new(MutxError.AlreadyExists, $"there is a {what} '{id}' already") { Path = path, Hint = hint };

    public static MutxException Refused(string why, string path, string? hint = null) =>
        new(MutxError.InvalidRequest, why) { Path = path, Hint = hint };
}
