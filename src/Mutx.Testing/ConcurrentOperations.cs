namespace Mutx.Testing;

/// <summary>Runs operations at the same time.</summary>
public static class ConcurrentOperations
{
    /// <summary>Starts operations together, or one after another at an interval, and waits for all of them.</summary>
    /// <typeparam name="T">What an operation gives.</typeparam>
    /// <param name="count">How many.</param>
    /// <param name="operation">Called with the number of the operation, from 0, on a thread of the pool.</param>
    /// <param name="stagger">How much later each one starts than the one before; together if zero.</param>
    /// <param name="cancellationToken">Passed on to each, and ends the wait for those that haven't started.</param>
    /// <returns>How each one ended, in the order of their numbers; what they throw is in there, and thrown by none.</returns>
    public static async Task<IReadOnlyList<OperationResult<T>>> RunAsync<T>(
        int count, Func<int, CancellationToken, Task<T>> operation, TimeSpan stagger = default, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentOutOfRangeException.ThrowIfLessThan(stagger, TimeSpan.Zero);
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = new Task<OperationResult<T>>[count];
        for (int i = 0; i < count; i++)
        {
            running[i] = RunOneAsync(i, operation, together.Task, stagger * i, cancellationToken);
        }

        together.SetResult();
        return await Task.WhenAll(running).ConfigureAwait(false);
    }

    private static async Task<OperationResult<T>> RunOneAsync<T>(
        int index, Func<int, CancellationToken, Task<T>> operation, Task start, TimeSpan delay, CancellationToken cancellationToken)
    {
        await start.ConfigureAwait(false);
        try
        {
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }

            T value = await Task.Run(() => operation(index, cancellationToken), cancellationToken).ConfigureAwait(false);
            return new OperationResult<T>(index, value, null);
        }
        catch (Exception e)
        {
            return new OperationResult<T>(index, default, e);
        }
    }
}
