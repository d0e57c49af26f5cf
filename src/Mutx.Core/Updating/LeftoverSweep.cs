namespace Mutx.Updating;

/// <summary>Whether a program that replaces files also clears away what killed ones left beside them.</summary>
public enum LeftoverSweep
{
    /// <summary>
    /// Once for each directory in the life of the process: after the first replacement there, in the background, and not
    /// at all where the directory is large.
    /// </summary>
    OncePerDirectory = 0,

    /// <summary>Not at all; <c>mutx housekeep locks DIR</c> does it.</summary>
    Never,
}
