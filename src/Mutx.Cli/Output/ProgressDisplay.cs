using Mutx.Cli.Streams;

namespace Mutx.Cli.Output;

/// <summary>Shows how much has been written, how fast and, where the size is known, how long it will take.</summary>
internal sealed class ProgressDisplay : IDisposable
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(200);

    private readonly string _path;
    private readonly Func<long> _written;
    private readonly long? _total;
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly StatusLine _line;

    /// <summary>Begins.</summary>
    /// <param name="path">What is written.</param>
    /// <param name="written">The number of bytes so far; called on a thread of its own.</param>
    /// <param name="total">The number of bytes there will be, if known.</param>
    public ProgressDisplay(string path, Func<long> written, long? total)
    {
        _path = path;
        _written = written;
        _total = total;
        _line = new StatusLine(() => $"{_path}: {Describe(_written(), _total, Passed)}", RedrawInterval);
    }

    private TimeSpan Passed => TimeProvider.System.GetElapsedTime(_start);

    /// <summary>Ends; what failed needs no summary.</summary>
    public void Dispose() => _line.Dispose();

    /// <summary>Ends with one line that says how much it was in all.</summary>
    public void Complete()
    {
        _line.Dispose();
        TimeSpan passed = Passed;
        long written = _written();
        StandardError.WriteLine(Printable.Escape(
            $"mutx: {_path}: {ByteSize.Format(written)} in {Elapsed.Format(passed)}, {Rate(written, passed)}"));
    }

    /// <summary>The state of things in words. The rate is that of the whole time: steady, and right in the end.</summary>
    internal static string Describe(long written, long? total, TimeSpan passed)
    {
        string rate = Rate(written, passed);
        if (total is not > 0)
        {
            return $"{ByteSize.Format(written)}, {rate}";
        }

        long share = Math.Min(100, (long)(100.0 * written / total.Value));
        string left = written > 0 && written <= total
            ? $", {Elapsed.Format(passed * ((double)(total.Value - written) / written))} left"
            : "";
        return $"{ByteSize.Format(written)} of {ByteSize.Format(total.Value)} ({share}%), {rate}{left}";
    }

    private static string Rate(long written, TimeSpan passed) =>
        ByteSize.Format((long)(written / Math.Max(passed.TotalSeconds, 0.001))) + "/s";
}
