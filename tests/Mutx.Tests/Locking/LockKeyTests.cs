using System.Security.Cryptography;
using System.Text;
using Mutx.Locking;

namespace Mutx.Tests.Locking;

public sealed class LockKeyTests
{
    [Fact]
    public void A_name_has_the_same_key_on_every_machine_and_in_every_version()
    {
        var key = LockKey.For("mutx", "deploy");
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("mutx/1\0mutx\0deploy")));
        Assert.Equal("c065540e7359eb6b1ca88ff5939cbbb915b383fd1c789ff7ca6b3b53b6cfb480", hash);
        Assert.Equal(hash, key.Hash);
        Assert.Equal(Convert.ToInt64(hash[..16], 16), key.Number);
        Assert.Equal("mutx/deploy", key.ToString());
    }

    [Fact]
    public void Accents_count_however_they_are_composed_and_capitals_as_they_are()
    {
        Assert.Equal(LockKey.For("a", "caf\u00e9").Hash, LockKey.For("a", "cafe\u0301").Hash);
        Assert.NotEqual(LockKey.For("a", "cafe").Hash, LockKey.For("a", "Cafe").Hash);
        Assert.NotEqual(LockKey.For("a", "x").Hash, LockKey.For("b", "x").Hash);
    }

    [Fact]
    public void A_record_is_another_name_that_no_resource_can_have()
    {
        LockKey record = LockKey.For("a", "orders").Record("7").Record("line");
        Assert.Equal("orders [7] [line]", record.Display);
        Assert.NotEqual(LockKey.For("a", "orders").Hash, record.Hash);
        Assert.Throws<ArgumentException>(() => LockKey.For("a", "orders\0" + "7"));
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("a b", "x")]
    [InlineData("a", "")]
    public void What_is_no_name_is_an_argument_error(string @namespace, string name) =>
        Assert.Throws<ArgumentException>(() => LockKey.For(@namespace, name));

    [Fact]
    public void Half_a_surrogate_pair_is_no_name() => Assert.Throws<ArgumentException>(() => LockKey.For("a", "\ud800"));
}
