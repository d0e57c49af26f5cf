namespace Mutx.Samples.Daemon;

/// <summary>A command as it is sent.</summary>
internal sealed record CommandBody(string Text);
