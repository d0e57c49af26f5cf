using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Stores.Tokens;

/// <summary>The secrets of tokens: 32 random bytes in base64url behind a prefix that secret scanners can look for.</summary>
internal static class TokenSecret
{
    public const string Prefix = "mutx_";

    private const int Length = 32;

    public static string Create()
    {
        Span<byte> random = stackalloc byte[Length];
        RandomBytes.Fill(random);
        return Prefix + Base64Url.EncodeToString(random);
    }

    /// <summary>What is stored of a secret. It is random in full, so that a plain digest is as good as a slow one.</summary>
    public static string DigestOf(string secret) => Sha256.Hex(Encoding.UTF8.GetBytes(secret));

    /// <summary>Whether two digests are the same, in a time that doesn't tell how much of them is.</summary>
    public static bool AreSame(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(left), Encoding.ASCII.GetBytes(right));
}
