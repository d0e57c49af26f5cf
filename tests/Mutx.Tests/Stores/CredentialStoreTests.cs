using Mutx.Primitives;
using Mutx.Stores.Credentials;

namespace Mutx.Tests.Stores;

public sealed class CredentialStoreTests : StoreFixture
{
    private string Home => Path.Join(Directory.Path, "credentials");

    private CredentialStore Store => new(Home, Options);

    [Fact]
    public async Task A_credential_is_written_for_its_owner_alone_and_read_back()
    {
        await Store.WriteAsync("service", Some, Token);
        CredentialReading reading = await Store.ReadAsync("service", Token);
        Assert.Equal("s3cret", reading.Credential.Secrets["apiKey"]);
        Assert.Null(reading.Warning);
        Assert.DoesNotContain("s3cret", reading.Credential.ToString(), StringComparison.Ordinal);
        Assert.Equal(["service"], Store.ListNames());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("700", Convert.ToString((int)File.GetUnixFileMode(Home), 8));
            Assert.Equal("600", Convert.ToString((int)File.GetUnixFileMode(Path.Join(Home, "service.json")), 8));
        }

        Assert.True(await Store.DeleteAsync("service", Token));
        Assert.False(await Store.DeleteAsync("service", Token));
    }

    [Fact]
    public async Task A_wider_mode_is_a_warning_with_its_remedy_and_the_next_write_puts_it_right()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no permission bits on Windows");
        await Store.WriteAsync("service", Some, Token);
        Directory.SetMode("credentials/service.json", "644");
        string warning = (await Store.ReadAsync("service", Token)).Warning!;
        Assert.Contains("0644", warning, StringComparison.Ordinal);
        Assert.Contains("chmod 600", warning, StringComparison.Ordinal);
        await Store.WriteAsync("service", Some with { Account = "me" }, Token);
        Assert.Null((await Store.ReadAsync("service", Token)).Warning);
    }

    [Fact]
    public async Task Errors_have_codes()
    {
        Assert.Equal(MutxError.NotFound, (await Assert.ThrowsAsync<MutxException>(() => Store.ReadAsync("none", Token))).Error);
        await Store.WriteAsync("service", Some, Token);
        Directory.Write("credentials/service.json", "{ \"account\": ");
        Assert.Equal(MutxError.CorruptData, (await Assert.ThrowsAsync<CorruptDataException>(() => Store.ReadAsync("service", Token))).Error);
        Directory.Write("credentials/service.json", "{ \"account\": \"no secrets\" }");
        await Assert.ThrowsAsync<CorruptDataException>(() => Store.ReadAsync("service", Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ReadAsync("../service", Token));
    }

    private static Credential Some => new() { Secrets = new Dictionary<string, string> { ["apiKey"] = "s3cret" } };
}
