using Mutx.Primitives;
using Mutx.Stores.Tokens;

namespace Mutx.Tests.Stores;

public sealed class ApiTokenStoreTests : StoreFixture
{
    private string Tokens => Path.Join(Directory.Path, "secret");

    private ApiTokenStore Store => new(Tokens, Options);

    [Fact]
    public async Task A_secret_is_32_random_bytes_behind_a_prefix_and_only_its_digest_is_stored()
    {
        await using ApiTokenStore store = Store;
        NewToken made = await store.CreateAsync("ci", ["queue:*"], cancellationToken: Token);
        Assert.StartsWith("mutx_", made.Secret, StringComparison.Ordinal);
        Assert.Equal(43, made.Secret["mutx_".Length..].Length);
        string stored = File.ReadAllText(Path.Join(Tokens, "tokens.json"));
        Assert.DoesNotContain(made.Secret["mutx_".Length..], stored, StringComparison.Ordinal);
        Assert.Contains(Sha256.Hex(System.Text.Encoding.UTF8.GetBytes(made.Secret)), stored, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Secret, made.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(made.Secret, (await store.CreateAsync("ci", [], cancellationToken: Token)).Secret);
    }

    [Fact]
    public async Task Only_the_secret_itself_is_valid()
    {
        await using ApiTokenStore store = Store;
        NewToken made = await store.CreateAsync("ci", ["queue:*"], cancellationToken: Token);
        Assert.Equal(made.Token.Id, (await store.ValidateAsync(made.Secret, Token))!.Id);
        Assert.Null(await store.ValidateAsync(made.Secret + "x", Token));
        Assert.Null(await store.ValidateAsync("", Token));
        Assert.Null(await store.ValidateAsync(Sha256.Hex(System.Text.Encoding.UTF8.GetBytes(made.Secret)), Token));
    }

    [Fact]
    public async Task A_token_ends_when_its_time_is_up()
    {
        await using ApiTokenStore store = Store;
        Assert.True(DurationText.TryParse("30d", BareNumber.Refused, out TimeSpan lifetime, out _));
        NewToken made = await store.CreateAsync("ci", [], lifetime, Token);
        Time.Advance(lifetime - TimeSpan.FromSeconds(1));
        Assert.NotNull(await store.ValidateAsync(made.Secret, Token));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await store.ValidateAsync(made.Secret, Token));
    }

    [Fact]
    public async Task A_revocation_by_another_process_holds_at_once()
    {
        await using ApiTokenStore store = Store;
        await using ApiTokenStore other = Store;
        NewToken made = await store.CreateAsync("ci", [], cancellationToken: Token);
        Assert.NotNull(await store.ValidateAsync(made.Secret, Token));
        Assert.True(await other.RevokeAsync(made.Token.Id, Token));
        Assert.Null(await store.ValidateAsync(made.Secret, Token));
        Assert.False(await other.RevokeAsync(made.Token.Id, Token));
    }

    [Fact]
    public async Task Rotating_ends_the_old_secret_and_keeps_what_the_token_allows()
    {
        await using ApiTokenStore store = Store;
        NewToken old = await store.CreateAsync("ci", ["queue:read"], TimeSpan.FromDays(1), Token);
        Time.Advance(TimeSpan.FromHours(1));
        NewToken rotated = await store.RotateAsync(old.Token.Id, Token);
        Assert.Null(await store.ValidateAsync(old.Secret, Token));
        ApiToken now = (await store.ValidateAsync(rotated.Secret, Token))!;
        Assert.Equal(("ci", true), (now.Name, now.Allows("queue:read")));
        Assert.Equal(TimeSpan.FromDays(1), now.Expires - Time.GetUtcNow());
        Assert.Single(await store.ListAsync(Token));
    }

    [Fact]
    public async Task The_last_use_is_noted_without_a_write_for_each_request()
    {
        ApiTokenStore store = Store;
        NewToken made = await store.CreateAsync("ci", [], cancellationToken: Token);
        string file = Path.Join(Tokens, "tokens.json");
        string before = File.ReadAllText(file);
        for (int i = 0; i < 100; i++)
        {
            await store.ValidateAsync(made.Secret, Token);
        }

        Assert.Equal(before, File.ReadAllText(file));
        Assert.Equal(Time.GetUtcNow(), Assert.Single(await store.ListAsync(Token)).LastUsed);
        Time.Advance(ApiTokenStore.LastUsedInterval);
        await store.ValidateAsync(made.Secret, Token);
        Assert.NotEqual(before, File.ReadAllText(file));
        Time.Advance(TimeSpan.FromSeconds(1));
        await store.ValidateAsync(made.Secret, Token);
        await store.DisposeAsync();
        await using ApiTokenStore other = Store;
        Assert.Equal(Time.GetUtcNow(), Assert.Single(await other.ListAsync(Token)).LastUsed);
    }

    [Fact]
    public async Task Nobody_else_may_read_the_file_or_look_into_its_directory()
    {
        await using ApiTokenStore store = Store;
        await store.CreateAsync("ci", [], cancellationToken: Token);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("700", Convert.ToString((int)File.GetUnixFileMode(Tokens), 8));
            Assert.Equal("600", Convert.ToString((int)File.GetUnixFileMode(Path.Join(Tokens, "tokens.json")), 8));
        }
    }

    [Theory]
    [InlineData("*", "queue:read", true)]
    [InlineData("queue:*", "queue:read", true)]
    [InlineData("queue:*", "queue:a:write", true)]
    [InlineData("queue:*", "queue", false)]
    [InlineData("queue:*", "queues:read", false)]
    [InlineData("queue:read", "queue:read", true)]
    [InlineData("queue:read", "queue:write", false)]
    [InlineData("queue:read", "queue:read:all", false)]
    [InlineData("*:read", "queue:read", true)]
    [InlineData("*:read", "queue:write", false)]
    public void Permissions_cover_by_words(string granted, string needed, bool covers) =>
        Assert.Equal(covers, Permission.Covers(granted, needed));

    [Theory]
    [InlineData("queue:")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task What_is_no_permission_is_refused(string permission)
    {
        await using ApiTokenStore store = Store;
        await Assert.ThrowsAsync<ArgumentException>(() => store.CreateAsync("ci", [permission], cancellationToken: Token));
    }
}
