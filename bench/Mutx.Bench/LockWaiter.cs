using System.Diagnostics;
using System.Globalization;

namespace Mutx.Bench;

/// <summary>Another process that waits for a lock when it is told to, and says when it got it.</summary>
internal sealed class LockWaiter : IDisposable
{
    private readonly Process _process;
    private readonly string _lockFile;

    public LockWaiter(string lockFile, string program, params string[] arguments)
    {
        _lockFile = lockFile;
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>A part of this program.</summary>
    public static LockWaiter Part(string part, string lockFile) =>
        new(lockFile, Environment.ProcessPath!, "--part", part, lockFile);

    public int Id => _process.Id;

    public string ReadLine() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the other process ended");

    /// <summary>Lets it wait; returns once the kernel has it in line.</summary>
    public void Wait()
    {
        _process.StandardInput.WriteLine("go");
        _process.StandardInput.Flush();
        UntilSomebodyWaits(_lockFile);
    }

    /// <summary>How long after a moment it had the lock, in milliseconds.</summary>
    public double GotItAfter(long moment) =>
        (long.Parse(ReadLine(), CultureInfo.InvariantCulture) - moment) * 1000.0 / Stopwatch.Frequency;

    public void Kill() => _process.Kill();

    public static void UntilSomebodyWaits(string lockFile)
    {
        while (!File.ReadAllText("/proc/locks").Contains("->", StringComparison.Ordinal)
            || !Array.Exists(File.ReadAllLines("/proc/locks"), line => line.Contains("->", StringComparison.Ordinal) && line.Contains(InodeOf(lockFile), StringComparison.Ordinal)))
        {
            Thread.Sleep(1);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    private static string InodeOf(string path)
    {
        using Process stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%i", path]) { RedirectStandardOutput = true })!;
        return $":{stat.StandardOutput.ReadToEnd().Trim()} ";
    }
}
