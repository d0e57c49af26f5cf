namespace Mutx.Postgres;

/// <summary>What a session's server said of itself when the session was opened. It can't change while the session lives.</summary>
/// <param name="Provider">Whose tokens these are: the cluster, which a promoted standby goes on being, and the database.</param>
/// <param name="Timeline">The epoch of the tokens: a server that is promoted, or restored, goes on in a new one.</param>
internal sealed record ServerFacts(string Provider, long Timeline);
