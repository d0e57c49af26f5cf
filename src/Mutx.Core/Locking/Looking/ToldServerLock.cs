using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>What an ancestor has told of a server's lock that it held when it started this program, and keeps until that has ended.</summary>
/// <param name="Token">Its fencing token, by which the server knows the lock again; a shared one has that of the last exclusive one.</param>
/// <param name="Mode">How it holds it.</param>
/// <param name="Process">Who it is.</param>
internal sealed record ToldServerLock(FencingToken Token, LockMode Mode, ToldProcess Process)
{
    private const string Kind = "server";
    private const string Exclusive = "x";
    private const int Fields = 7;

    /// <summary>What this process tells of a lock; null where the system doesn't say enough, or the lock has no token that can be told.</summary>
    public static ToldServerLock? Of(ILockHandle? held) =>
        held is { FencingToken: { } token } && ToldProcess.This is { } self && token.ToString().AsSpan().IndexOfAny(',', '/') < 0
            ? new ToldServerLock(token, held.Mode, self)
            : null;

    /// <summary>What was told; what isn't of this form says nothing.</summary>
    public static IReadOnlyList<ToldServerLock> Parse(string text)
    {
        var told = new List<ToldServerLock>();
        foreach (string entry in text.Split(','))
        {
            if (entry.Split('/') is { Length: Fields } fields && fields[0] == Kind
                && FencingToken.TryParse(fields[1], out FencingToken? token) && ToldProcess.Parse(fields.AsSpan(3)) is { } process)
            {
                told.Add(new ToldServerLock(token, fields[2] == Exclusive ? LockMode.Exclusive : LockMode.Shared, process));
            }
        }

        return told;
    }

    public override string ToString() => $"{Kind}/{Token}/{(Mode == LockMode.Exclusive ? Exclusive : "s")}/{Process}";
}
