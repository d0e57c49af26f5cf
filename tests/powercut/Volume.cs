using System.Diagnostics;

namespace Mutx.Powercut;

/// <summary>A filesystem in an image file, mounted, whose power can be cut.</summary>
internal abstract class Volume : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Where writers write.</summary>
    public abstract string Directory { get; }

    /// <summary>Cuts the power. Writers that run meet errors, or go on in what is lost.</summary>
    public abstract void Cut();

    /// <summary>When no writer runs any more: where that shows which was on the disk at the moment of the cut.</summary>
    public abstract string Recover();

    /// <summary>When what was recovered has been looked at: makes <see cref="Directory"/> ready for the next writers.</summary>
    public abstract void Resume();

    public abstract void Dispose();

    protected static void Run(string program, params string[] arguments)
    {
        (int status, string error) = TryRun(program, arguments);
        if (status != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {status}: {error}");
        }
    }

    /// <summary>An unmount is refused while the kernel still ends what the cut interrupted.</summary>
    protected static void Unmount(string directory)
    {
        long start = Stopwatch.GetTimestamp();
        while (TryRun("umount", [directory]) is (not 0, var error))
        {
            if (Stopwatch.GetElapsedTime(start) > Deadline)
            {
                throw new InvalidOperationException($"cannot unmount {directory}: {error}");
            }
        }
    }

    protected static void MakeImage(string path, long length)
    {
        using FileStream image = File.Create(path);
        image.SetLength(length);
    }

    private static (int Status, string Error) TryRun(string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error + output.Result);
    }
}
