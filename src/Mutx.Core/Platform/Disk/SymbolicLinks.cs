namespace Mutx.Platform;

/// <summary>Whether a symbolic link at the end of a path is followed.</summary>
internal enum SymbolicLinks
{
    Refuse,
    Follow,
}
