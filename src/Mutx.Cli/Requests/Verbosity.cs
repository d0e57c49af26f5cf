namespace Mutx.Cli.Requests;

/// <summary>How much is said on standard error.</summary>
internal enum Verbosity
{
    /// <summary>Errors only.</summary>
    Quiet,

    /// <summary>Errors, warnings, and that a wait takes long.</summary>
    Normal,

    /// <summary>Also what was done, in one line.</summary>
    Verbose,

    /// <summary>Also every step.</summary>
    Steps,
}
