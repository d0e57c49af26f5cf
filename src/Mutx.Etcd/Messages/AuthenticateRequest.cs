namespace Mutx.Etcd.Messages;

/// <summary>auth/authenticate.</summary>
internal sealed record AuthenticateRequest(string Name, string Password);
