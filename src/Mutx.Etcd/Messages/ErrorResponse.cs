using System.Text.Json.Serialization;

namespace Mutx.Etcd.Messages;

/// <summary>An error, as the answer to a question has it (code) or a stream (grpc_code).</summary>
internal sealed record ErrorResponse(string? Message, int Code, int GrpcCode)
{
    [JsonIgnore]
    public int Kind => Code != 0 ? Code : GrpcCode;
}
