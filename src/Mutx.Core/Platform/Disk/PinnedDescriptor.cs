using Microsoft.Win32.SafeHandles;

namespace Mutx.Platform;

/// <summary>
/// A descriptor as a path below /proc, which can't be closed, and its number not be given to another file, as long
/// as this lives. Where there is no /proc, in a chroot for example, the path leads nowhere: <see cref="LinuxDisk.HasProc"/>.
/// </summary>
internal readonly ref struct PinnedDescriptor
{
    private readonly SafeFileHandle _handle;

    public PinnedDescriptor(SafeFileHandle handle)
    {
        bool pinned = false;
        handle.DangerousAddRef(ref pinned);
        _handle = handle;
    }

    /// <summary>Put together by hand: for the first number that the BCL writes it makes 300 strings and a culture, a dozen
    /// pages of memory that a small write doesn't touch else.</summary>
    public string Path
    {
        get
        {
            Span<char> digits = stackalloc char[10];
            int rest = (int)_handle.DangerousGetHandle();
            int first = digits.Length;
            do
            {
                digits[--first] = (char)('0' + (rest % 10));
                rest /= 10;
            }
            while (rest > 0);

            return string.Concat("/proc/self/fd/", digits[first..]);
        }
    }

    public void Dispose() => _handle.DangerousRelease();
}
