using Mutx.Primitives;

namespace Mutx.Etcd;

/// <summary>The cluster has answered, and said no.</summary>
internal sealed class EtcdAnswerException(MutxError error, string message, int code) : MutxException(error, message)
{
    /// <summary>gRPC's code.</summary>
    public int Code => code;
}
