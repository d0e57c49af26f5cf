using Mutx.Cli.CommandLine;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Cli.Requests;

/// <summary>Reads which server is to be asked for a lock as well, and what a file's fence means then.</summary>
internal static class ServerReader
{
    /// <summary>The server; null for none, as where no lock at all is wanted, whatever the environment says.</summary>
    public static ServerAddress? Read(ValueReader values)
    {
        if (values.Has(OptionId.NoLock) || values.Place(OptionId.LockProvider) is not { Length: > 0 } text)
        {
            return null;
        }

        if (!ServerAddress.TryParse(text, out ServerAddress? address, out string problem))
        {
            values.Fail($"option '--lock-provider' ({EnvironmentTable.LockProvider}): {problem}");
            return null;
        }

        if (address.Password is not null && values.Has(OptionId.LockProvider))
        {
            values.Fail($"option '--lock-provider': a password there is seen by every user of this machine; name it in {EnvironmentTable.LockProvider}, "
                + $"or in a file that {EnvironmentTable.LockPasswordFile} names, or as the server's own clients find it (~/.pgpass, ETCDCTL_PASSWORD)");
            return null;
        }

        return address;
    }

    /// <summary>
    /// The token of a lock that whoever started this program holds, where no lock is taken here: of the file's lock, and of no other.
    /// </summary>
    public static FencingToken? ReadToken(ValueReader values, string path)
    {
        if (!values.Has(OptionId.NoLock) || values.Environment(EnvironmentTable.FencingToken) is not { } text)
        {
            return null;
        }

        if (!FencingToken.TryParse(text, out FencingToken? token))
        {
            values.Fail($"environment variable {EnvironmentTable.FencingToken}: '{text}' is not what 'mutx run' puts there");
            return null;
        }

        return IsOf(token, path) ? token : null;
    }

    /// <summary>What a fence means.</summary>
    public static FencePolicy ReadPolicy(ValueReader values, string path)
    {
        if (values.Has(OptionId.ResetFence) && Read(values) is null && ReadToken(values, path) is null)
        {
            values.Fail("option '--reset-fence' needs '--lock-provider', whose token the new fence begins with");
        }

        return values.Has(OptionId.Unfenced) ? FencePolicy.Ignore
            : values.Has(OptionId.ResetFence) ? FencePolicy.Reset
            : FencePolicy.Enforce;
    }

    /// <summary>Whether a token is of the lock that a server has of a file, in the namespace that the token tells of.</summary>
    private static bool IsOf(FencingToken token, string path)
    {
        int end = token.Lock.LastIndexOf('.');
        try
        {
            return end > 0 && LockKey.For(token.Lock[..end], ServerAddress.NameOf(path)).Short == token.Lock;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
