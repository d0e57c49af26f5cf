namespace Mutx.Etcd.Messages;

/// <summary>auth/authenticate: what is shown with each question from then on.</summary>
internal sealed record AuthenticateResponse(string? Token);
