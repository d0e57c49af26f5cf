using Microsoft.Win32.SafeHandles;
using Mutx.Locking;
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
        using Replacement replacement = Begin(Disk.Current, path, options ?? ReplaceOptions.Default, cancellationToken);
        return await replacement.RunAsync(WaitStyle.Asynchronous, (writer, _) => content(writer, cancellationToken)).ConfigureAwait(false);
    }

    internal static ReplaceResult Replace(
        Disk disk, string path, Action<AtomicWriter> content, ReplaceOptions options, CancellationToken cancellationToken)
    {
        using Replacement replacement = Begin(disk, path, options, cancellationToken);
        return Run(replacement, (writer, _) => content(writer));
    }

    private static Replacement Begin(Disk disk, string path, ReplaceOptions options, CancellationToken cancellationToken) =>
        new(disk, TargetFile.Open(disk, Guard.Path(path), options.File.Symlinks), options, model: null, cancellationToken);

    /// <summary>Runs a replacement on the calling thread, to its end.</summary>
    private static ReplaceResult Run(Replacement replacement, Action<AtomicWriter, LockedTarget?> produce) =>
        replacement.RunAsync(
            WaitStyle.Blocking,
            (writer, locked) =>
            {
                produce(writer, locked);
                return ValueTask.CompletedTask;
            }).AsTask().GetAwaiter().GetResult();
}
