using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Mutx.Etcd.Messages;
using Mutx.Primitives;

namespace Mutx.Etcd;

/// <summary>What the cluster, the network and the HTTP client say, as errors of mutx; in one place.</summary>
internal static class EtcdError
{
    // Codes of gRPC.
    public const int InvalidArgument = 3;
    public const int DeadlineExceeded = 4;
    public const int NotFound = 5;
    public const int PermissionDenied = 7;
    public const int ResourceExhausted = 8;
    public const int FailedPrecondition = 9;
    public const int Unavailable = 14;
    public const int Unauthenticated = 16;

    /// <summary>Whether an exception is the network's or the HTTP client's, and no cancellation nor a mistake.</summary>
    public static bool IsOne(Exception exception) =>
        exception is HttpRequestException or TimeoutException or SocketException or JsonException || (exception is IOException and not MutxException);

    /// <summary>Whether it would be the same the next time: an end point that isn't trusted, or doesn't trust us.</summary>
    public static bool IsForGood(Exception? exception) => exception is HttpRequestException { InnerException: AuthenticationException };

    /// <summary>Whether another end point, or the same one later, may have a better answer.</summary>
    public static bool MayPass(int code) => code is Unavailable or DeadlineExceeded;

    /// <summary>What the cluster says, as an error.</summary>
    public static EtcdAnswerException Said(ErrorResponse said, string place)
    {
        (MutxError error, string? hint) = said.Kind switch
        {
            InvalidArgument or Unauthenticated => (MutxError.AccessDenied, "check user name and password"),
            PermissionDenied => (MutxError.AccessDenied, "give the user's role read and write on the prefix mutx/1/"),
            ResourceExhausted => (MutxError.Busy, "the cluster's database is full or it has too much to do: etcdctl alarm list, compact and defrag"),
            Unavailable or DeadlineExceeded => (MutxError.ServerUnavailable, "see whether most members run and reach each other"),
            _ => (MutxError.Io, (string?)null),
        };
        return new EtcdAnswerException(error, $"cannot lock by {place}: it says: {said.Message} ({said.Kind})", said.Kind) { Path = place, Hint = hint };
    }

    /// <summary>Something answers that isn't etcd, or not one of these days.</summary>
    public static MutxException Unfit(string place, string why) =>
        new(MutxError.LocksUnsupported, $"cannot lock by {place}: {why}") { Path = place, Hint = "name the client end points of an etcd 3.4 or newer" };

    /// <summary>No end point answered.</summary>
    public static MutxException Unreachable(Exception? last, string place, TimeSpan patience)
    {
        string why = last switch
        {
            null or TimeoutException => $"no answer within {patience.TotalSeconds:0.###} s",
            HttpRequestException { InnerException: { } inner } => $"it can't be reached: {inner.Message}",
            _ => $"it can't be reached: {last.Message}",
        };
        return new MutxException(MutxError.ServerUnavailable, $"cannot lock by {place}: {why}", last)
        {
            Path = place,
            Hint = "see whether the members run, and the network is well",
        };
    }
}
