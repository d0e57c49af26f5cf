using Mutx.Locking;

namespace Mutx.Cli.Commands;

/// <summary>The lock of what a user calls a resource: a path, or <c>name:WORD</c>.</summary>
internal static class ResourceLock
{
    private const string NamePrefix = "name:";

    public static FileLock Of(string resource, FileLockOptions options) =>
        resource.StartsWith(NamePrefix, StringComparison.Ordinal) && resource.Length > NamePrefix.Length
            ? FileLock.Named(resource[NamePrefix.Length..], options)
            : new FileLock(resource, options);
}
