namespace Mutx.Tests.Architecture;

/// <summary>
/// What each package shows to its users, against the text beside this (<c>Api/{package}.txt</c>): a change of it is made on
/// purpose, and seen in review. To approve one, run this class with <c>MUTX_APPROVE_API=1</c> in the environment and commit
/// the texts.
/// </summary>
public sealed class ApprovedApiTests
{
    private const string Approval = "MUTX_APPROVE_API";

    private static readonly string Texts = Path.Join(SourceTree.Root, "tests/Mutx.Tests/Architecture/Api");

    public static TheoryData<string> Packages => [.. SourceAssembly.Projects.Where(project => project is not ("Mutx.Cli" or "Mutx.Servers"))];

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_shows_what_was_approved(string package)
    {
        string path = Path.Join(Texts, package + ".txt");
        string now = ApiText.Of(SourceAssembly.Of(package).Compilation.Assembly);
        if (Environment.GetEnvironmentVariable(Approval) == "1")
        {
            File.WriteAllText(path, now);
        }

        string[] approved = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] shown = now.Split('\n')[..^1];
        string[] change = [.. approved.Except(shown).Select(line => "- " + line.Trim()), .. shown.Except(approved).Select(line => "+ " + line.Trim())];
        Assert.True(approved.SequenceEqual(shown), $"""
            The public surface of {package} isn't the approved one:
            {(change.Length > 0 ? string.Join('\n', change) : "the same lines in another order")}
            To approve it: {Approval}=1 artifacts/bin/Mutx.Tests/release/Mutx.Tests -class '{typeof(ApprovedApiTests).FullName}'
            """);
    }

    [Fact]
    public void Every_text_is_of_a_package() =>
        Breaches.None(Directory.GetFiles(Texts).Select(Path.GetFileNameWithoutExtension).Where(name => !Packages.Any(row => row.Data == name)));
}
