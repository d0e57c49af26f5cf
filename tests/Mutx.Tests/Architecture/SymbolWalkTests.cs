using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Mutx.Tests.Architecture;

/// <summary>That the walls would be seen to break, however it were written.</summary>
public sealed class SymbolWalkTests
{
    private const string Upstairs = """
        namespace House.Upstairs;

        public class Thing
        {
            public const int Number = 1;
            public Thing Next => this;
            public event System.Action? Happened;
            public static explicit operator int(Thing thing) => 1;
        }

        public class MarkAttribute : System.Attribute;

        public static class Extensions
        {
            public static int Measure(this string text) => text.Length;
        }
        """;

    // What a lower room calls to get hold of a thing without a word of upstairs.
    private const string Between = """
        namespace House.Between;

        public static class Giver
        {
            public static Upstairs.Thing Give() => new();
            public static System.Collections.Generic.List<Upstairs.Thing[]> GiveAll() => [];
            public static (int Count, Upstairs.Thing Thing) GiveBoth() => default;
        }
        """;

    [Theory]
    [InlineData("Upstairs.Thing? field;")]
    [InlineData("global::House.Upstairs.Thing? field;")]
    [InlineData("Alias? field;")]
    [InlineData("System.Collections.Generic.List<Upstairs.Thing[]>? field;")]
    [InlineData("int M(Upstairs.Thing thing) => 0;")]
    [InlineData("object M() => new Alias();")]
    [InlineData("void M() { var thing = Between.Giver.Give(); }")]
    [InlineData("void M() { foreach (var thing in Between.Giver.GiveAll()) { } }")]
    [InlineData("void M() { (_, var thing) = Between.Giver.GiveBoth(); }")]
    [InlineData("object M() => Between.Giver.Give().Next;")]
    [InlineData("bool M(object o) => o is Upstairs.Thing;")]
    [InlineData("string M() => nameof(Upstairs.Thing);")]
    [InlineData("System.Type M() => typeof(Upstairs.Thing);")]
    [InlineData("int M() => Upstairs.Thing.Number;")]
    [InlineData("int M() => \"\".Measure();")]
    [InlineData("[Upstairs.Mark] int field;")]
    [InlineData("class Inner : Upstairs.Thing;")]
    [InlineData("class Inner<T> where T : Upstairs.Thing;")]
    [InlineData("delegate void Inner(Upstairs.Thing thing);")]
    public void A_use_is_seen_however_it_is_written(string member) =>
        Assert.Contains(UsesOf(member), use => use.UsedRoom == "House.Upstairs");

    [Fact]
    public void What_is_not_used_is_not_seen() =>
        Assert.DoesNotContain(UsesOf("string M() => \"House.Upstairs.Thing\"; /* Upstairs.Thing */"), use => use.UsedRoom == "House.Upstairs");

    [Fact]
    public void A_member_is_told_with_its_type_and_place()
    {
        SymbolUse use = Assert.Single(UsesOf("int M() => Upstairs.Thing.Number;"), use => use.Used.Name == "Number");
        Assert.Equal(("Cellar", "Thing", "cellar.cs", 8), (use.User.Name, use.Type.Name, use.File, use.Line));
        Assert.True(use.IsInside);
    }

    [Fact]
    public void A_name_that_means_nothing_is_no_silence() =>
        Assert.Throws<InvalidOperationException>(() => UsesOf("Nowhere.Thing? field;"));

    private static List<SymbolUse> UsesOf(string member)
    {
        string cellar = $$"""
            using House.Upstairs;
            using Alias = House.Upstairs.Thing;

            namespace House.Below;

            public class Cellar
            {
                {{member}}
            }
            """;
        SyntaxTree[] trees = [.. new[] { Upstairs, Between, cellar }.Select(text => CSharpSyntaxTree.ParseText(text))];
        var compilation = CSharpCompilation.Create(
            "House",
            trees,
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return [.. SymbolWalk.Through(compilation, trees[^1], "cellar.cs")];
    }
}
