using Mutx.Locking;
using Mutx.Postgres;
using Mutx.Primitives;
using Mutx.Providers.Tests.Servers;

namespace Mutx.Providers.Tests;

/// <summary>A schema or table that somebody else made before mutx did, to have his code run by whoever locks.</summary>
public sealed class PlantedTables(SharedServers servers)
{
    private const string Harmful = """
        CREATE TABLE IF NOT EXISTS public.caught (who text); GRANT ALL ON public.caught TO PUBLIC;
        CREATE OR REPLACE FUNCTION public.harm() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.caught VALUES (current_user); RETURN NEW; END';
        CREATE OR REPLACE FUNCTION public.harmful(bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1; END';
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("CREATE TRIGGER t BEFORE INSERT OR UPDATE ON mutx.fence FOR EACH ROW EXECUTE FUNCTION public.harm()", "has triggers")]
    [InlineData("CREATE RULE r AS ON INSERT TO mutx.fence DO ALSO INSERT INTO public.caught VALUES (current_user)", "has rules")]
    [InlineData("ALTER TABLE mutx.fence ENABLE ROW LEVEL SECURITY", "has row security")]
    [InlineData("CREATE POLICY p ON mutx.fence USING (true)", "has row security")]
    [InlineData("CREATE TABLE public.child () INHERITS (mutx.fence)", "has parents or children")]
    [InlineData("ALTER TABLE mutx.fence ALTER COLUMN counter SET DEFAULT public.harmful(1)", "has defaults")]
    [InlineData("ALTER TABLE mutx.fence ADD CHECK (public.harmful(counter) > 0)", "has constraints")]
    [InlineData("CREATE INDEX i ON mutx.fence (public.harmful(counter))", "has other indexes")]
    [InlineData("ALTER TABLE mutx.fence DROP CONSTRAINT fence_pkey", "has other indexes")]
    [InlineData("ALTER TABLE mutx.fence ADD COLUMN more int", "has other columns")]
    [InlineData("ALTER TABLE mutx.fence RENAME TO away; CREATE VIEW mutx.fence AS SELECT * FROM mutx.away", "is no plain table")]
    [InlineData("ALTER TABLE mutx.fence SET UNLOGGED", "is no plain table")]
    [InlineData("ALTER TABLE mutx.fence OWNER TO mallory", "its table mutx.fence belongs to mallory")]
    [InlineData("ALTER SCHEMA mutx OWNER TO mallory", "its schema mutx belongs to mallory")]
    public async Task Is_refused_and_nothing_of_it_runs(string plant, string why)
    {
        PostgresServer server = await servers.PostgresAsync();
        string database = $"planted_{Guid.NewGuid():n}";
        await server.ScalarAsync("DO $$ BEGIN CREATE ROLE mallory LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        await server.ScalarAsync("DO $$ BEGIN CREATE ROLE locker LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        await server.ScalarAsync($"CREATE DATABASE {database}");
        await server.ScalarAsync($"{Harmful}; {PostgresLockProvider.SetupSql}; GRANT ALL ON SCHEMA mutx TO locker; GRANT ALL ON mutx.fence TO locker", database);
        string connection = server.ConnectionTo("127.0.0.1", "locker").Replace("Database=postgres", $"Database={database}", StringComparison.Ordinal);
        await using (var before = new PostgresLockProvider(connection))
        {
            await (await before.Get("x").AcquireAsync(cancellationToken: Token)).DisposeAsync();
        }

        await server.ScalarAsync($"{plant}; GRANT ALL ON ALL TABLES IN SCHEMA mutx TO locker; TRUNCATE public.caught", database);
        await using var provider = new PostgresLockProvider(connection);
        var error = await Assert.ThrowsAsync<MutxException>(async () => await provider.Get("x").AcquireAsync(cancellationToken: Token));
        Assert.Equal(MutxError.LocksUnsupported, error.Error);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Contains("CREATE SCHEMA IF NOT EXISTS mutx", error.Hint, StringComparison.Ordinal);
        Assert.Equal(0L, await server.ScalarAsync("SELECT count(*) FROM public.caught", database));
    }

    [Fact]
    public async Task A_search_path_of_a_users_own_has_no_say_in_what_is_asked()
    {
        PostgresServer server = await servers.PostgresAsync();
        await server.ScalarAsync("CREATE ROLE lost LOGIN");
        await server.ScalarAsync("CREATE DATABASE astray OWNER lost");
        await server.ScalarAsync("""
            CREATE SCHEMA bad; GRANT ALL ON SCHEMA bad TO PUBLIC; CREATE TABLE bad.caught (who text); GRANT ALL ON bad.caught TO PUBLIC;
            CREATE FUNCTION bad.eq(name, name) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN INSERT INTO bad.caught VALUES (current_user); RETURN true; END';
            CREATE OPERATOR bad.= (LEFTARG = name, RIGHTARG = name, FUNCTION = bad.eq);
            ALTER ROLE lost SET search_path = bad, pg_catalog
            """, "astray");
        await using var provider = new PostgresLockProvider(server.ConnectionTo("127.0.0.1", "lost").Replace("Database=postgres", "Database=astray", StringComparison.Ordinal));
        await using ILockHandle held = await provider.Get("x").AcquireAsync(cancellationToken: Token);
        Assert.Equal(1, held.FencingToken!.Counter);
        Assert.Equal(0L, await server.ScalarAsync("SELECT count(*) FROM bad.caught", "astray"));
    }
}
