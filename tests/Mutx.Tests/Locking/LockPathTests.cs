using System.Text;
using Mutx.Locking;
using Mutx.TestKit;

namespace Mutx.Tests.Locking;

public sealed class LockPathTests
{
    [Theory]
    [InlineData("/srv/app/data/files/output.txt", "s.a.d.files.output.txt.2e5916fa.lock")]
    [InlineData("/etc/hosts", "etc.hosts.4a666ea3.lock")]
    [InlineData("/hosts", "root.hosts.097b87b1.lock")]
    [InlineData("/a/b/c/d/e/f.txt", "b.c.d.e.f.txt.f8366c94.lock")]
    [InlineData("/-x/.y/Über/p/f", "Ü.p.f.2f3b7216.lock")]
    [InlineData("/srv/Ärger/Документы/Ümlaut/daten/liste.txt", "Ä.Д.Ü.daten.liste.txt.c80b7c02.lock")]
    [InlineData("/Home/Σίσυφος/İzmir/ÉTÉ/x", "h.Σ.İ.ÉTÉ.x.28df601d.lock")]
    [InlineData("/Αθήνα/9tens/Zoo/etc/Datei", "Α.9.z.etc.Datei.3a329e87.lock")]
    public void The_name_is_the_same_in_every_version_and_in_the_tests_own_rule(string path, string name)
    {
        Assert.Equal(name, LockPath.NameFor(path));
        Assert.Equal(name, LockNames.For(path));
    }

    [Fact]
    public void A_long_parent_is_cut_before_the_file_and_the_hash_stays()
    {
        string file = new('f', 200);
        string name = LockPath.NameFor($"/x/{new string('p', 200)}/{file}");
        Assert.Equal(255, Encoding.UTF8.GetByteCount(name));
        Assert.StartsWith("x.ppp", name, StringComparison.Ordinal);
        Assert.Contains($"p.{file}.", name, StringComparison.Ordinal);
        Assert.Matches(@"\.[0-9a-f]{8}\.lock$", name);
    }

    [Fact]
    public void A_cut_never_splits_a_character()
    {
        string name = LockPath.NameFor($"/x/{new string('é', 120)}/{string.Concat(Enumerable.Repeat("😀", 63))}");
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 240, 255);
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)));
    }

    [Fact]
    public void Two_paths_that_read_alike_have_locks_of_their_own() =>
        Assert.NotEqual(LockPath.NameFor("/a/x/b/f"), LockPath.NameFor("/a/y/b/f"));
}
