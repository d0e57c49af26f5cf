namespace Mutx.Etcd.Messages;

/// <summary>lease/keepalive: an element of its stream.</summary>
internal sealed record LeaseKeepAliveResponse(LeaseResponse? Result, ErrorResponse? Error);
