using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Updating;

/// <summary>Checks of a target against what the caller asked for. They are made under the lock, or they mean nothing.</summary>
internal static class Preconditions
{
    private const int BufferLength = 128 * 1024;

    /// <summary>Throws unless the target is what it must be.</summary>
    public static void Require(ContentCondition? condition, Disk disk, TargetFile target, FileStatus? status)
    {
        if (condition is null)
        {
            return;
        }

        if (condition.Digest is null)
        {
            if (status is not null)
            {
                throw Failed(target, "it exists, and was to be absent");
            }

            return;
        }

        if (status is null)
        {
            throw Failed(target, $"it does not exist, and was to have the digest {condition}");
        }

        string actual = DigestOf(disk, target);
        if (actual != condition.Digest)
        {
            throw Failed(target, $"its content is not what was expected but has the digest sha256:{actual}");
        }
    }

    /// <summary>Whether the target has exactly the staged content.</summary>
    public static bool HasContent(Disk disk, TargetFile target, FileStatus? status, DiskFile staged, long length)
    {
        if (status is null || status.Value.Length != length)
        {
            return false;
        }

        using DiskFile current = disk.OpenRead(target.Directory, target.Name);
        disk.Rewind(staged);
        var left = new byte[BufferLength];
        var right = new byte[BufferLength];
        while (true)
        {
            int leftCount = Fill(disk, current, left);
            int rightCount = Fill(disk, staged, right);
            if (!left.AsSpan(0, leftCount).SequenceEqual(right.AsSpan(0, rightCount)))
            {
                return false;
            }

            if (leftCount < BufferLength)
            {
                return true;
            }
        }
    }

    private static string DigestOf(Disk disk, TargetFile target)
    {
        using DiskFile file = disk.OpenRead(target.Directory, target.Name);
        var hash = new Sha256();
        var buffer = new byte[BufferLength];
        for (int read = disk.Read(file, buffer); read > 0; read = disk.Read(file, buffer))
        {
            hash.Append(buffer.AsSpan(0, read));
        }

        return hash.FinishHex();
    }

    /// <summary>Reads until the buffer is full or the file ends.</summary>
    private static int Fill(Disk disk, DiskFile file, byte[] buffer)
    {
        int filled = 0;
        while (filled < buffer.Length)
        {
            int read = disk.Read(file, buffer.AsSpan(filled));
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return filled;
    }

    private static PreconditionFailedException Failed(TargetFile target, string why) =>
        new($"refused to replace '{target.ShownPath}': {why}")
        {
            Path = target.ShownPath,
            Hint = "read it again, and decide anew",
        };
}
