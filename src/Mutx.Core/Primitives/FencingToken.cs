using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mutx.Primitives;

/// <summary>
/// A number that grows with each exclusive acquisition of a lock. Who holds a lock can lose it without knowing: his process
/// was stopped, or cut off. A resource that keeps the highest token it has seen, and refuses what comes with a smaller
/// one, can't be harmed by him.
/// <para>
/// Tokens are ordered by epoch, then by counter: the epoch grows where the counter may have gone back, as after the failover
/// of a server. They can be compared only where they are of one provider (one server, or cluster) and of one lock.
/// </para>
/// </summary>
/// <param name="Provider">Which server or cluster counts: <c>postgres:7390…</c>, <c>etcd:cdf8…</c>.</param>
/// <param name="Lock">Of which of its locks: namespace, dot and the beginning of the name's hash; no colon.</param>
/// <param name="Epoch">Grows where the counter may start anew.</param>
/// <param name="Counter">Grows with each exclusive acquisition.</param>
public sealed record FencingToken(string Provider, string Lock, long Epoch, long Counter) : IComparable<FencingToken>
{
    /// <summary>Whether this token and another are of one provider and one lock, and so can be compared.</summary>
    /// <param name="other">The other.</param>
    public bool IsComparableTo(FencingToken other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return string.Equals(Provider, other.Provider, StringComparison.Ordinal) && string.Equals(Lock, other.Lock, StringComparison.Ordinal);
    }

    /// <summary>Which of the two was given later.</summary>
    /// <param name="other">The other; null comes before every token.</param>
    /// <exception cref="ArgumentException">They are of different providers or locks, and say nothing about each other.</exception>
    public int CompareTo(FencingToken? other)
    {
        if (other is null)
        {
            return 1;
        }

        if (!IsComparableTo(other))
        {
            throw new ArgumentException(
                $"A fencing token of '{Provider}:{Lock}' can't be compared with one of '{other.Provider}:{other.Lock}'.", nameof(other));
        }

        return Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Counter.CompareTo(other.Counter);
    }

    /// <summary>Reads what <see cref="ToString"/> gives.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="token">The token; null if the text is none.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out FencingToken? token)
    {
        token = null;
        int last = text?.LastIndexOf(':') ?? -1;
        int first = last > 0 ? text!.LastIndexOf(':', last - 1) : -1;
        int name = first > 0 ? text!.LastIndexOf(':', first - 1) : -1;
        if (name > 0 && name < first - 1
            && long.TryParse(text.AsSpan(first + 1, last - first - 1), NumberStyles.None, CultureInfo.InvariantCulture, out long epoch)
            && long.TryParse(text.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long counter))
        {
            token = new FencingToken(text![..name], text[(name + 1)..first], epoch, counter);
        }

        return token is not null;
    }

    /// <summary>Provider, lock, epoch and counter, with colons between them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Provider}:{Lock}:{Epoch}:{Counter}");

    /// <summary>Whether the left one was given before the right one.</summary>
    /// <param name="left">A token; null comes before every token.</param>
    /// <param name="right">Another.</param>
    public static bool operator <(FencingToken? left, FencingToken? right) => left is null ? right is not null : left.CompareTo(right) < 0;

    /// <summary>Whether the left one was given after the right one.</summary>
    /// <param name="left">A token; null comes before every token.</param>
    /// <param name="right">Another.</param>
    public static bool operator >(FencingToken? left, FencingToken? right) => right < left;

    /// <summary>Whether the left one was given before the right one, or is the same.</summary>
    /// <param name="left">A token; null comes before every token.</param>
    /// <param name="right">Another.</param>
    public static bool operator <=(FencingToken? left, FencingToken? right) => !(right < left);

    /// <summary>Whether the left one was given after the right one, or is the same.</summary>
    /// <param name="left">A token; null comes before every token.</param>
    /// <param name="right">Another.</param>
    public static bool operator >=(FencingToken? left, FencingToken? right) => !(left < right);
}
