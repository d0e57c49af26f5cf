using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Updating;

/// <summary>Updates: the new content is made from the old, under one lock from before the one is read.</summary>
public static partial class LockedFile
{
    /// <summary>
    /// Makes a file's new content from its old, so that of any number of updates at the same time none is lost: the lock
    /// is held from before the file is read until after it is replaced. Blocks on the lock, the delegate and the disk.
    /// </summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="transform">
    /// Reads the old content and writes the new. Called once, under the lock; it must not lock the same file. What it
    /// throws is what the caller gets, and the file is as it was.
    /// </param>
    /// <param name="options">How, and on what conditions; <see cref="UpdateOptions.Default"/> if null.</param>
    /// <param name="cancellationToken">
    /// Ends it until the replacement begins, with what is staged discarded before <c>Cancel</c> returns; after that it is finished.
    /// </param>
    /// <returns>What was done.</returns>
    /// <exception cref="LockTimeoutException">The lock was held for longer than was to be waited.</exception>
    /// <exception cref="LockUnavailableException">The lock is held, and there was to be no wait.</exception>
    /// <exception cref="PreconditionFailedException">The file is not what it must be.</exception>
    /// <exception cref="MutxException">It could not be done, or there is no file; <see cref="MutxException.Outcome"/> tells whether the file has the new content all the same.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and the file is as it was.</exception>
    public static ReplaceResult Update(
        string path,
        Action<CurrentContent, AtomicWriter> transform,
        UpdateOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Update(Disk.Current, path, Guard.NotNull(transform), options ?? UpdateOptions.Default, cancellationToken);

    /// <summary>Makes a text file's new content from its old. Both are held in memory. UTF-8; a byte order mark is no part of the text, and stays.</summary>
    /// <exception cref="CorruptDataException">The file isn't UTF-8; it is as it was.</exception>
    /// <exception cref="ArgumentException">The new text holds half a surrogate pair; the file is as it was.</exception>
    /// <inheritdoc cref="Update(string, Action{CurrentContent, AtomicWriter}, UpdateOptions?, CancellationToken)"/>
    public static ReplaceResult UpdateText(
        string path, Func<string, string> transform, UpdateOptions? options = null, CancellationToken cancellationToken = default) =>
        transform is null ? throw new ArgumentNullException(nameof(transform))
        : Update(path, (current, writer) => writer.Write(current.TransformText(transform)), options, cancellationToken);

    /// <summary>
    /// Makes a file's new content from its old, under the lock from before it is read. No thread of the pool waits for
    /// the lock; the disk is blocked on by one.
    /// </summary>
    /// <inheritdoc cref="Update(string, Action{CurrentContent, AtomicWriter}, UpdateOptions?, CancellationToken)"/>
    public static async Task<ReplaceResult> UpdateAsync(
        string path,
        Func<CurrentContent, AtomicWriter, CancellationToken, ValueTask> transform,
        UpdateOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Guard.NotNull(transform);
        UpdateOptions given = options ?? UpdateOptions.Default;
        using Replacement replacement = Begin(Disk.Current, path, ScopeOf(given), cancellationToken);
        return await replacement.RunAsync(
            WaitStyle.Asynchronous,
            async (writer, locked) =>
            {
                using CurrentContent current = locked!.OpenCurrent(given.IfMissing);
                await transform(current, writer, cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    /// <summary>Makes a text file's new content from its old, under the lock. No thread of the pool waits for it.</summary>
    /// <inheritdoc cref="UpdateText"/>
    public static Task<ReplaceResult> UpdateTextAsync(
        string path, Func<string, string> transform, UpdateOptions? options = null, CancellationToken cancellationToken = default) =>
        transform is null ? throw new ArgumentNullException(nameof(transform))
        : UpdateAsync(
            path,
            (current, writer, _) =>
            {
                writer.Write(current.TransformText(transform));
                return ValueTask.CompletedTask;
            },
            options,
            cancellationToken);

    internal static ReplaceResult Update(
        Disk disk, string path, Action<CurrentContent, AtomicWriter> transform, UpdateOptions options, CancellationToken cancellationToken)
    {
        using Replacement replacement = Begin(disk, path, ScopeOf(options), cancellationToken);
        return Run(replacement, (writer, locked) =>
        {
            using CurrentContent current = locked!.OpenCurrent(options.IfMissing);
            transform(current, writer);
        });
    }

    private static ReplaceOptions ScopeOf(UpdateOptions options) => options.Replace with { Scope = LockScope.Production };
}
