using System.Text;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Writing;

/// <summary>
/// The fence of a file: an attribute with the highest fencing token that it was replaced with. It is compared under the
/// file's lock and set on the staged file, so that it changes with the content, in one step.
/// <para>
/// Whether a file has one is told by the list of its attributes, which is read anyway where they are carried over: who has
/// no token, and meets no fence, asks the system nothing more.
/// </para>
/// </summary>
internal sealed class TargetFence(Disk disk, TargetFile target, AtomicFileOptions options)
{
    private bool _isKnown;

    /// <summary>The token of who replaces the file; null for none.</summary>
    public FencingToken? Token { get; set; } = options.FencingToken;

    /// <summary>The token that counts; none where the fence is left as it is.</summary>
    public FencingToken? Given => options.FencePolicy == FencePolicy.Ignore ? null : Token;

    /// <summary>Refuses a token that was overtaken. To be called under the lock, before anything else is asked of the file.</summary>
    /// <param name="current">What stands there; null if nothing does.</param>
    /// <returns>Whether the fence has to be raised, though the content may be the same.</returns>
    /// <exception cref="FencedException">It was overtaken, or can't be compared.</exception>
    public bool Admit(FileStatus? current)
    {
        _isKnown = options.FencePolicy == FencePolicy.Reset;
        if (Given is not { } token)
        {
            return false;
        }

        if (_isKnown || current is null || Read() is not { } kept)
        {
            return true;
        }

        _isKnown = true;
        if (!FencingToken.TryParse(Encoding.UTF8.GetString(kept), out FencingToken? fence))
        {
            throw Refusal($"its fence can't be read: '{Encoding.UTF8.GetString(kept)}'", null);
        }

        if (fence.Provider != token.Provider)
        {
            throw Refusal($"its fence is of '{fence.Provider}' and the token of '{token.Provider}', which say nothing about each other", fence);
        }

        if (!fence.IsComparableTo(token))
        {
            throw Refusal($"its fence is of the lock '{fence.Lock}' and the token of '{token.Lock}': tokens of two locks say nothing about each other", fence);
        }

        return token < fence
            ? throw Refusal($"the token {token} was overtaken by {fence}, with which somebody who had the lock later has replaced it", fence)
            : token > fence;
    }

    /// <summary>Refuses a removal, which takes the fence away with the file, to who may not replace it.</summary>
    /// <param name="current">What stands there; null if nothing does.</param>
    /// <exception cref="FencedException">It has a fence that the caller doesn't get over.</exception>
    public void AdmitRemoval(FileStatus? current)
    {
        Admit(current);
        if (Token is null && options.FencePolicy == FencePolicy.Enforce && current is not null && Read() is not null)
        {
            throw WithoutToken();
        }
    }

    /// <summary>Gives the staged file its fence. Comes before owner and permissions, which may keep its own writer from it.</summary>
    /// <param name="staged">The staged file.</param>
    /// <param name="current">What it replaces; null for nothing.</param>
    /// <exception cref="MutxException">Its filesystem can't keep it.</exception>
    public void Apply(DiskFile staged, FileStatus? current)
    {
        byte[]? value = Given is { } token ? Encoding.UTF8.GetBytes(token.ToString()) : null;
        if (options.FencePolicy == FencePolicy.Ignore && current is not null)
        {
            // As it is, whatever it is.
            value = Read();
            _isKnown = value is not null;
        }

        if (value is not null && !disk.TrySetAttribute(staged, Disk.FenceAttribute, value))
        {
            throw new MutxException(
                MutxError.NotSupported, $"cannot fence '{target.ShownPath}': its filesystem keeps no attributes of the user's")
            {
                Path = target.ShownPath,
                Hint = "keep it on a filesystem that has them, or write it without a fencing token",
            };
        }
    }

    /// <summary>The list of the file's attributes has a fence.</summary>
    /// <exception cref="FencedException">Nobody has thought about it yet.</exception>
    public void Found()
    {
        if (!_isKnown)
        {
            throw options.FencePolicy == FencePolicy.Enforce && Token is null ? WithoutToken() : Refusal("its fence can't be read", null);
        }
    }

    /// <summary>The fence; null for none.</summary>
    /// <exception cref="MutxException">It can't be read, and so nobody knows.</exception>
    private byte[]? Read() => disk.ReadAttribute(target.Directory, target.Name, Disk.FenceAttribute);

    /// <summary>The fence for a message, which does without one that can't be read.</summary>
    private FencingToken? Known()
    {
        try
        {
            return Read() is { } text && FencingToken.TryParse(Encoding.UTF8.GetString(text), out FencingToken? fence) ? fence : null;
        }
        catch (MutxException)
        {
            return null;
        }
    }

    private FencedException WithoutToken() =>
        new($"refused to change '{target.ShownPath}': it has a fence, and this came without a fencing token")
        {
            Path = target.ShownPath,
            Fence = Known(),
            Hint = "take the lock of the server that fences it (ReplaceOptions.ServerLock), or leave the fence as it is (FencePolicy.Ignore)",
        };

    private FencedException Refusal(string why, FencingToken? fence) => new($"refused to change '{target.ShownPath}': {why}")
    {
        Path = target.ShownPath,
        Token = Token,
        Fence = fence,
        Hint = "take the lock anew and start again; where another server or lock is in charge now, begin a new fence (FencePolicy.Reset)",
    };
}
