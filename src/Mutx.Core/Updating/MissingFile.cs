namespace Mutx.Updating;

/// <summary>What an update does where there is no file yet.</summary>
public enum MissingFile
{
    /// <summary>It is an error, and nothing is created.</summary>
    Refuse = 0,

    /// <summary>The content to start from is empty, and the file is created.</summary>
    Create,
}
