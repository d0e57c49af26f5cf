using FsCheck;
using FsCheck.Fluent;

namespace Mutx.Tests.Properties;

/// <summary>What properties are tried on: texts as people and machines make them, lone surrogates included.</summary>
internal static class Samples
{
    public static Gen<string> Text { get; } = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        Gen.Elements('a', 'Z', '0', '9', '.', '-', '_', ' ', '/', '\n', '\0', 'é', '\u0130', '\u200d', '\ud83d', '\ude00', '\uffff', '\u0663')
            .ListOf().Select(letters => string.Concat(letters)),
        from letter in Gen.Elements("a", "é", "😀", "\ud800")
        from count in Gen.Choose(1, 300)
        select string.Concat(Enumerable.Repeat(letter, count)));

    /// <summary>A name in a directory.</summary>
    public static Gen<string> FileName { get; } =
        from text in Text
        let name = text.Replace("/", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal)
        select name is "" or "." or ".." ? "f" : name;

    /// <summary>A canonical absolute path.</summary>
    public static Gen<string> CanonicalPath { get; } = FileName.NonEmptyListOf().Select(names => "/" + string.Join('/', names));

    public static Gen<byte[]> Bytes { get; } = Gen.OneOf(
        ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => bytes ?? []),
        from length in Gen.Choose(0, 300)
        from fill in Gen.Choose(0, 255)
        select Enumerable.Repeat((byte)fill, length).ToArray());

    public static void Hold<T>(Gen<T> samples, Func<T, bool> property, int tries = 2_000) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(tries), Prop.ForAll(Arb.From(samples), property));
}
