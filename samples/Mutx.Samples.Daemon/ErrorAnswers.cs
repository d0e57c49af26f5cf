using Mutx.Primitives;

namespace Mutx.Samples.Daemon;

/// <summary>Errors of the stores as HTTP answers: the code tells which, the message tells people.</summary>
internal static class ErrorAnswers
{
    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (MutxException e)
        {
            context.Response.StatusCode = e.Error switch
            {
                MutxError.NotFound => StatusCodes.Status404NotFound,
                MutxError.AlreadyExists or MutxError.InvalidRequest => StatusCodes.Status409Conflict,
                MutxError.LockTimeout or MutxError.LockUnavailable => StatusCodes.Status503ServiceUnavailable,
                _ => StatusCodes.Status500InternalServerError,
            };
            await context.Response.WriteAsJsonAsync(new ErrorBody(e.Message, e.Hint), DaemonJson.Default.ErrorBody);
        }
        catch (ArgumentException e)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new ErrorBody(e.Message, null), DaemonJson.Default.ErrorBody);
        }
    }
}
