namespace Mutx.Platform;

/// <summary>Which file it is, and when it was made: tells a file from the next one that gets its number.</summary>
/// <param name="Identity">Its number, which another gets once it is gone.</param>
/// <param name="Born">When it was made; null where the filesystem keeps no such time.</param>
internal readonly record struct FileOrigin(FileIdentity Identity, DateTimeOffset? Born);
