namespace Mutx.Platform;

/// <summary>What a rename does with a name that exists.</summary>
internal enum RenameMode
{
    /// <summary>It takes its place.</summary>
    Replace,

    /// <summary>It refuses.</summary>
    NoReplace,

    /// <summary>The two change places.</summary>
    Exchange,
}
