using Mutx.Samples.Daemon;
using Mutx.Stores.Tokens;

// Daemon STATE-DIRECTORY URL
// The first start makes a token that may do everything, and prints it; nothing can print it again.
if (args is not [string state, string url])
{
    await Console.Error.WriteLineAsync("usage: Daemon STATE-DIRECTORY URL");
    return 1;
}

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls(url);
builder.Services.AddMutx(options => options.StateDirectory = Path.GetFullPath(state));
builder.Services.AddHealthChecks().AddMutx();
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, DaemonJson.Default));

WebApplication app = builder.Build();
app.Use(ErrorAnswers.AnswerAsync);
app.UseMiddleware<BearerTokens>();
app.MapHealthChecks("/health");
app.MapQueues();
app.MapBookmarks();
await app.StartAsync();

ApiTokenStore tokens = app.Services.GetRequiredService<ApiTokenStore>();
if ((await tokens.ListAsync()).Count == 0)
{
    Console.WriteLine($"token {(await tokens.CreateAsync("first", ["*"])).Secret}");
}

Console.WriteLine($"listening on {app.Urls.First()}");
await app.WaitForShutdownAsync();
return 0;
