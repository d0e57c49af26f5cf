using System.Globalization;
using System.Text;
using Mutx.Etcd.Messages;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Etcd;

/// <summary>
/// The keys of one lock: <c>mutx/1/NAMESPACE/HASH/w/LEASE</c> for who wants it exclusively, <c>…/r/LEASE</c> for who shares
/// it. Everybody is in the way of a <c>w</c> that came later; only a <c>w</c> is in the way of an <c>r</c>.
/// </summary>
internal sealed class LockLine(LockKey key)
{
    private readonly string _prefix = $"mutx/1/{key.Namespace}/{key.Hash}/";

    /// <summary>The name, for people.</summary>
    public string Name { get; } = key.Display;

    /// <summary>The key of a place.</summary>
    public byte[] PlaceOf(LockMode mode, long lease) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_prefix}{(mode == LockMode.Shared ? 'r' : 'w')}/{lease:x}"));

    /// <summary>All places, first come first.</summary>
    public RangeRequest All() => new(Bytes(_prefix)) { RangeEnd = After(_prefix), SortOrder = "ASCEND", SortTarget = "CREATE" };

    /// <summary>Whether a place is an exclusive one.</summary>
    public bool IsExclusive(byte[] place) => place.AsSpan().StartsWith(Bytes($"{_prefix}w/"));

    /// <summary>Those who are in the way of who comes last, the last two of them first.</summary>
    public RangeRequest Before(LockMode mode) => new(Bytes(InTheWayOf(mode)))
    {
        RangeEnd = After(InTheWayOf(mode)),
        SortOrder = "DESCEND",
        SortTarget = "CREATE",
        KeysOnly = true,
        Limit = 2,
    };

    /// <summary>The condition that nobody is in the way: no key there has ever been created.</summary>
    public Compare NobodyIsBefore(LockMode mode) => new("EQUAL", "CREATE", Bytes(InTheWayOf(mode)), After(InTheWayOf(mode)));

    /// <summary>Whether a place was left, by what is known of it.</summary>
    public static bool IsRemoval(WatchResult result, byte[] place) =>
        result.Events?.Any(each => each.Type == "DELETE" && each.Kv?.Key is { } removed && removed.AsSpan().SequenceEqual(place)) == true;

    private string InTheWayOf(LockMode mode) => mode == LockMode.Shared ? $"{_prefix}w/" : _prefix;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The first key after all that begin with a prefix.</summary>
    private static byte[] After(string prefix)
    {
        byte[] end = Bytes(prefix);
        end[^1]++;
        return end;
    }
}
