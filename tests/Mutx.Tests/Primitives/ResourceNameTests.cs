using Mutx.Primitives;

namespace Mutx.Tests.Primitives;

public sealed class ResourceNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("Feature-1.2_b")]
    [InlineData("a.b.c")]
    [InlineData("a.")]
    [InlineData("a--b__c")]
    public void Plain_names_are_valid(string name)
    {
        Assert.True(ResourceName.IsValid(name));
        Assert.Equal(name, ResourceName.Require(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("-option")]
    [InlineData("_first")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("é")]
    [InlineData("a:b")]
    public void What_could_lead_elsewhere_is_no_name(string name)
    {
        Assert.False(ResourceName.IsValid(name));
        string id = name;
        var error = Assert.Throws<ArgumentException>(() => ResourceName.Require(id));
        Assert.Equal("id", error.ParamName);
    }

    [Fact]
    public void Nothing_is_no_name() => Assert.False(ResourceName.IsValid(null));
}
