namespace Mutx.Stores.Credentials;

/// <summary>A credential as it was read.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="Warning">What is wrong with how it lies there and how to put it right, for people; null if nothing is.</param>
public sealed record CredentialReading(Credential Credential, string? Warning);
