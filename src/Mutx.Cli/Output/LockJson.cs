using System.Text.Json;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Cli.Output;

/// <summary>A lock in JSON, the same in every object.</summary>
internal static class LockJson
{
    /// <summary>The member <c>lock</c>.</summary>
    public static void Write(Utf8JsonWriter writer, string? path, LockMethod? method, TimeSpan waited)
    {
        if (path is null || method is null)
        {
            writer.WriteNull("lock");
            return;
        }

        writer.WriteStartObject("lock");
        writer.WriteString("path", path);
        writer.WriteString("method", Name(method.Value));
        writer.WriteNumber("waitedMs", (long)waited.TotalMilliseconds);
        writer.WriteEndObject();
    }

    /// <summary>The member <c>fencingToken</c>, where a server's lock came with one.</summary>
    public static void WriteToken(Utf8JsonWriter writer, FencingToken? token)
    {
        if (token is not null)
        {
            writer.WriteString("fencingToken", token.ToString());
        }
    }

    public static string Name(LockMethod method) => method switch
    {
        LockMethod.Auto => "auto",
        LockMethod.Kernel => "kernel",
        _ => "claim",
    };
}
