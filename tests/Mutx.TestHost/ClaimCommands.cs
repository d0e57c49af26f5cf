using System.Globalization;
using System.Runtime.CompilerServices;
using Mutx.Features;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.TestHost;

/// <summary>The commands of tests about exits, claims and feature locks.</summary>
internal static class ClaimCommands
{
    /// <summary>Takes a lock, says so, and ends in the given way once there is a line on standard input.</summary>
    public static int End(FileLock fileLock, string how)
    {
        FileLockHandle held = fileLock.Acquire();
        Console.WriteLine("ready");
        Console.ReadLine();
        switch (how)
        {
            case "return":
                GC.KeepAlive(held);
                return 0;
            case "exception":
                throw new InvalidOperationException("as the test wants it");
            case "failfast":
                Environment.FailFast("as the test wants it");
                return 1;
            case "overflow":
                return Overflow(0);
            case "signal":
                Thread.Sleep(Timeout.Infinite);
                return 1;
            default:
                throw new ArgumentException(how);
        }
    }

    /// <summary>
    /// Takes a lock again and again until a file is as long as told, and puts a byte into it each time. A marker that
    /// only one can create shows whether another holds the lock at the same moment; one that a killed process left
    /// doesn't count.
    /// </summary>
    public static int Churn(FileLock fileLock, string marker, string count, long goal)
    {
        Console.WriteLine("ready");
        while (!File.Exists(count) || new FileInfo(count).Length < goal)
        {
            using FileLockHandle? held = fileLock.TryAcquire();
            if (held is null)
            {
                Thread.Yield();
                continue;
            }

            Enter(marker);
            using (FileStream file = new(count, FileMode.Append))
            {
                file.WriteByte((byte)'.');
            }

            held.EnsureHeld();
            File.Delete(marker);
        }

        return 0;
    }

    /// <summary>
    /// Takes and releases a claim on command, and stops itself before a step of that if told to: the line <c>try 3 0</c>
    /// tries without waiting and stops before the third step on disk, <c>try 0 500</c> waits for half a second and
    /// doesn't stop. Says <c>won</c> or <c>lost</c>. The line <c>look 2</c> takes the last look before a commit, stopping before
    /// its second step, and says <c>held</c> or <c>lost</c>; <c>release 4</c> gives it back, stopping before the fourth.
    /// </summary>
    public static int JudgeClaims(string file, FileLockOptions options)
    {
        var disk = new StoppingDisk(Disk.Current);
        FileLockHandle? held = null;
        return Judge(
            (steps, timeout) =>
            {
                // A lock of its own each time: one judge must not have watched the claim before the other did.
                var fileLock = new FileLock(disk, file, options);
                _ = fileLock.LockFile;
                StoppingDisk.StopBefore(steps);
                held = fileLock.TryAcquire(timeout: timeout);
                StoppingDisk.StopBefore(0);
                return held is not null;
            },
            () => held!.Dispose(),
            steps =>
            {
                StoppingDisk.StopBefore(steps);
                try
                {
                    held!.EnsureHeld();
                    return false;
                }
                catch (LockLostException)
                {
                    return held!.LockLost.IsCancellationRequested;
                }
                finally
                {
                    StoppingDisk.StopBefore(0);
                }
            });
    }

    /// <summary>The same for a feature lock.</summary>
    public static int JudgeFeatures(string root, string feature)
    {
        var disk = new StoppingDisk(Disk.Current);
        var features = new FeatureLocks(disk, root, TimeProvider.System);
        return Judge(
            (steps, _) =>
            {
                StoppingDisk.StopBefore(steps);
                bool won = features.TryAcquire(feature) is not null;
                StoppingDisk.StopBefore(0);
                return won;
            },
            () => features.Release(feature));
    }

    private static int Judge(Func<int, TimeSpan, bool> tryOnce, Action release, Func<int, bool>? isLost = null)
    {
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] == "release")
            {
                StoppingDisk.StopBefore(words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 0);
                release();
                StoppingDisk.StopBefore(0);
                Console.WriteLine("released");
                continue;
            }

            int steps = int.Parse(words[1], CultureInfo.InvariantCulture);
            if (words[0] == "look")
            {
                Console.WriteLine(isLost!(steps) ? "lost" : "held");
                continue;
            }

            var timeout = TimeSpan.FromMilliseconds(int.Parse(words[2], CultureInfo.InvariantCulture));
            Console.WriteLine(tryOnce(steps, timeout) ? "won" : "lost");
        }

        return 0;
    }

    private static void Enter(string marker)
    {
        try
        {
            using FileStream file = new(marker, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
            file.Write(BitConverter.GetBytes(Environment.ProcessId));
        }
        catch (IOException) when (File.Exists(marker))
        {
            byte[] left = File.ReadAllBytes(marker);
            int other = left.Length == sizeof(int) ? BitConverter.ToInt32(left) : 0;
            if (other != 0 && ProcessTable.Current.Look(other).Exists)
            {
                Console.WriteLine($"OVERLAP of {Environment.ProcessId} with {other}");
                throw new MutxException(MutxError.Io, $"two hold the lock: {Environment.ProcessId} and {other}");
            }

            File.Delete(marker);
            Enter(marker);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Overflow(int depth) => depth < 0 ? 0 : Overflow(depth + 1) + Overflow(depth + 2);
}
