using Microsoft.Win32.SafeHandles;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Updating;

/// <summary>
/// Replaces files under their locks. All who use it for one file, from this or another process or the shell
/// (<c>mutx FILE</c>), take turns; readers need no lock and see the old content or the new, in whole.
/// <para>
/// The content is complete before the lock is asked for, unless <see cref="ReplaceOptions.Scope"/> says otherwise, and
/// the lock is given back when the replacement is durable. Checks that don't hold, and every error before the
/// replacement, leave the file as it was, byte for byte and inode for inode, with nothing beside it.
/// </para>
/// </summary>
public static partial class LockedFile
{
    /// <summary>Replaces a file by bytes. Blocks on the lock and the disk.</summary>
    /// <inheritdoc cref="Replace(string, Action{AtomicWriter}, ReplaceOptions?, CancellationToken)"/>
    public static ReplaceResult Replace(
        string path, ReadOnlyMemory<byte> content, ReplaceOptions? options = null, CancellationToken cancellationToken = default) =>
        Replace(path, writer => writer.Write(content.Span), options, cancellationToken);

    /// <summary>Replaces a file by what a stream holds from its position on. Blocks on the stream, the lock and the disk.</summary>
    /// <inheritdoc cref="Replace(string, Action{AtomicWriter}, ReplaceOptions?, CancellationToken)"/>
    public static ReplaceResult Replace(
        string path, Stream content, ReplaceOptions? options = null, CancellationToken cancellationToken = default) =>
        content is null ? throw new ArgumentNullException(nameof(content))
        : Replace(path, writer => content.CopyTo(writer.Stream), options, cancellationToken);

    /// <summary>Replaces a file by what a descriptor gives from its position on. Blocks on the descriptor, the lock and the disk.</summary>
    /// <inheritdoc cref="Replace(string, Action{AtomicWriter}, ReplaceOptions?, CancellationToken)"/>
    public static ReplaceResult Replace(
        string path, SafeFileHandle content, ReplaceOptions? options = null, CancellationToken cancellationToken = default) =>
        content is null ? throw new ArgumentNullException(nameof(content))
        : Replace(path, writer => writer.CopyFrom(content, "the input", cancellationToken), options, cancellationToken);

    /// <summary>Replaces a file by what a delegate writes. Blocks on the delegate, the lock and the disk.</summary>
    /// <param name="path">The file, which exists or not; its directory must.</param>
    /// <param name="content">The new content; a delegate is called once, and what it throws is what the caller gets.</param>
    /// <param name="options">How, and on what conditions; <see cref="ReplaceOptions.Default"/> if null.</param>
    /// <param name="cancellationToken">
    /// Ends it until the replacement begins, with what is staged discarded before <c>Cancel</c> returns; after that it is finished.
    /// </param>
    /// <returns>What was done.</returns>
    /// <exception cref="LockTimeoutException">The lock was held for longer than was to be waited.</exception>
    /// <exception cref="LockUnavailableException">The lock is held, and there was to be no wait.</exception>
    /// <exception cref="PreconditionFailedException">The file is not what it must be.</exception>
    /// <exception cref="MutxException">It could not be done; <see cref="MutxException.Outcome"/> tells whether the file has the new content all the same.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and the file is as it was.</exception>
    public static ReplaceResult Replace(
        string path, Action<AtomicWriter> content, ReplaceOptions? options = null, CancellationToken cancellationToken = default) =>
        Replace(Disk.Current, path, Guard.NotNull(content), options ?? ReplaceOptions.Default, cancellationToken);

    /// <summary>Replaces a file by bytes. No thread of the pool waits for the lock; the disk is blocked on by one.</summary>
    /// <inheritdoc cref="Replace(string, Action{AtomicWriter}, ReplaceOptions?, CancellationToken)"/>
    public static Task<ReplaceResult> ReplaceAsync(
        string path, ReadOnlyMemory<byte> content, ReplaceOptions? options = null, CancellationToken cancellationToken = default) =>
        ReplaceAsync(
            path,
            (writer, _) =>
            {
                writer.Write(content.Span);
                return ValueTask.CompletedTask;
            },
            options,
            cancellationToken);

    /// <summary>Replaces a file by what a stream holds from its position on. No thread of the pool waits for the stream or the lock.</summary>
    /// <inheritdoc cref="Replace(string, Action{AtomicWriter}, ReplaceOptions?, CancellationToken)"/>
    public static Task<ReplaceResult> ReplaceAsync(
        string path, Stream content, ReplaceOptions? options = null, CancellationToken cancellationToken = default) =>
        content is null ? throw new ArgumentNullException(nameof(content))
        : ReplaceAsync(
            path,
            async (writer, token) => await content.CopyToAsync(writer.Stream, token).ConfigureAwait(false),
            options,
            cancellationToken);

    /// <summary>Replaces a file by what a delegate writes. No thread of the pool waits for the lock; the disk is blocked on by one.</summary>
    /// <inheritdoc cref="Replace(string, Action{AtomicWriter}, ReplaceOptions?, CancellationToken)"/>
    public static async Task<ReplaceResult> ReplaceAsync(
        string path,
        Func<AtomicWriter, CancellationToken, ValueTask> content,
        ReplaceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Guard.NotNull(content);
        using var replacement = new Replacement(Disk.Current, path, options ?? ReplaceOptions.Default, cancellationToken);
        try
        {
            if (replacement.TriesLockFirst)
            {
                replacement.TryLockFirst();
            }
            else if (replacement.LocksProduction)
            {
                await replacement.LockAsync().ConfigureAwait(false);
            }

            await content(replacement.Writer, cancellationToken).ConfigureAwait(false);
            await Task.Run(replacement.Complete, CancellationToken.None).ConfigureAwait(false);
            await replacement.LockAsync().ConfigureAwait(false);
            return await Task.Run(replacement.Commit, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ObjectDisposedException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    internal static ReplaceResult Replace(
        Disk disk, string path, Action<AtomicWriter> content, ReplaceOptions options, CancellationToken cancellationToken)
    {
        using var replacement = new Replacement(disk, path, options, cancellationToken);
        try
        {
            if (replacement.TriesLockFirst)
            {
                replacement.TryLockFirst();
            }
            else if (replacement.LocksProduction)
            {
                replacement.Lock();
            }

            content(replacement.Writer);
            replacement.Complete();
            replacement.Lock();
            return replacement.Commit();
        }
        catch (ObjectDisposedException) when (cancellationToken.IsCancellationRequested)
        {
            // The staged file was discarded under this thread's hands.
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
