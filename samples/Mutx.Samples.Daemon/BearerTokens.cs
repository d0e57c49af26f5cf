using Mutx.Primitives;
using Mutx.Stores.Tokens;

namespace Mutx.Samples.Daemon;

/// <summary>Lets in only who brings a token that allows it: <c>queues:read</c> for GET, <c>queues:write</c> for the rest, and so on.</summary>
internal sealed class BearerTokens(RequestDelegate next, ApiTokenStore tokens, ILogger<BearerTokens> logger)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path == "/health")
        {
            await next(context);
            return;
        }

        ApiToken? token;
        try
        {
            token = SecretOf(context.Request) is { } secret ? await tokens.ValidateAsync(secret, context.RequestAborted) : null;
        }
        catch (MutxException e)
        {
            // What is wrong with the daemon's files is none of the business of somebody who hasn't shown a token yet.
            logger.LogError(e, "A token can't be checked.");
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (token is null || !token.Allows(PermissionFor(context.Request)))
        {
            context.Response.StatusCode = token is null ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
            return;
        }

        await next(context);
    }

    /// <summary>What the caller sent as its token. Capitals don't count in the name of a scheme (RFC 9110).</summary>
    private static string? SecretOf(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    private static string PermissionFor(HttpRequest request)
    {
        string[] words = request.Path.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries);
        string area = words.Length == 0 ? "root" : words[0];
        return $"{area}:{(HttpMethods.IsGet(request.Method) ? "read" : "write")}";
    }
}
