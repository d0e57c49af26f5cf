using Mutx.Stores.Queues;

namespace Mutx.Samples.Daemon;

internal static class QueueEndpoints
{
    public static void MapQueues(this WebApplication app)
    {
        app.MapPost("/queues/{queue}", async (string queue, CommandQueue queues, CancellationToken token) =>
            await queues.CreateAsync(queue, token) ? Results.Created() : Results.Conflict());
        app.MapGet("/queues/{queue}", (string queue, CommandQueue queues, CancellationToken token) => queues.GetAsync(queue, token));
        app.MapPost("/queues/{queue}/commands", (string queue, CommandBody body, CommandQueue queues, CancellationToken token) =>
            queues.AddAsync(queue, NewCommand.OfText(body.Text), cancellationToken: token));
        app.MapDelete("/queues/{queue}/commands/{id}", (string queue, string id, CommandQueue queues, CancellationToken token) =>
            queues.RemoveAsync(queue, id, token));
    }
}
