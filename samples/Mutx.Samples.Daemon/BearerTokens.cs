using Mutx.Stores.Tokens;

namespace Mutx.Samples.Daemon;

/// <summary>Lets in only who brings a token that allows it: <c>queues:read</c> for GET, <c>queues:write</c> for the rest, and so on.</summary>
internal sealed class BearerTokens(RequestDelegate next, ApiTokenStore tokens)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path == "/health")
        {
            await next(context);
            return;
        }

        string header = context.Request.Headers.Authorization.ToString();
        ApiToken? token = header.StartsWith(Scheme, StringComparison.Ordinal)
            ? await tokens.ValidateAsync(header[Scheme.Length..], context.RequestAborted)
            : null;
        if (token is null || !token.Allows(PermissionFor(context.Request)))
        {
            context.Response.StatusCode = token is null ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
            return;
        }

        await next(context);
    }

    private static string PermissionFor(HttpRequest request)
    {
        string[] words = request.Path.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries);
        string area = words.Length == 0 ? "root" : words[0];
        return $"{area}:{(HttpMethods.IsGet(request.Method) ? "read" : "write")}";
    }
}
