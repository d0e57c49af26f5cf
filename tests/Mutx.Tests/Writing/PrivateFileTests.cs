using System.Text;
using Microsoft.Win32.SafeHandles;
using Mutx.Primitives;
using Mutx.TestKit;
using Mutx.Writing;

namespace Mutx.Tests.Writing;

public sealed class PrivateFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_lies_in_a_directory_of_its_own_and_both_are_the_owners_alone()
    {
        string path = _directory["logs/1.log"];

        Write(path, "text");

        Assert.Equal("text", File.ReadAllText(path));
        Assert.Equal(("600", "700"), (FileState.Of(path).Octal, FileState.Of(_directory["logs"]).Octal));
    }

    [Fact]
    public void What_had_its_name_is_dropped_and_whoever_still_writes_it_writes_elsewhere()
    {
        string path = _directory["logs/1.log"];
        using SafeFileHandle earlier = PrivateFile.Create(path);
        Write(path, "new");
        RandomAccess.Write(earlier, "a longer text"u8, 0);
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void A_link_at_its_name_is_replaced_and_what_it_points_to_is_untouched()
    {
        string victim = _directory.Write("victim", "untouched");
        _directory.MakeDirectory("logs");
        _directory.SetMode("logs", "700");
        File.CreateSymbolicLink(_directory["logs/1.log"], victim);

        Write(_directory["logs/1.log"], "text");

        Assert.Equal(("untouched", "text"), (_directory.Read("victim"), _directory.Read("logs/1.log")));
        Assert.True(PrivateFile.Remove(_directory["logs/1.log"]));
        Assert.False(PrivateFile.Remove(_directory["logs/1.log"]));
        Assert.False(PrivateFile.Remove(_directory["none/1.log"]));
    }

    [Fact]
    public void A_link_in_the_place_of_its_directory_is_refused()
    {
        _directory.MakeDirectory("elsewhere");
        _directory.Write("elsewhere/1.log", "untouched");
        Directory.CreateSymbolicLink(_directory["logs"], _directory["elsewhere"]);

        Assert.Equal(MutxError.NotADirectory, Assert.Throws<MutxException>(() => PrivateFile.Create(_directory["logs/1.log"])).Error);
        Assert.False(PrivateFile.Remove(_directory["logs/1.log"]));
        Assert.Equal("untouched", _directory.Read("elsewhere/1.log"));
    }

    [Theory]
    [InlineData("770")]
    [InlineData("1777")]
    public void A_directory_that_others_may_write_is_refused(string mode)
    {
        _directory.MakeDirectory("logs");
        _directory.SetMode("logs", mode);

        var error = Assert.Throws<MutxException>(() => PrivateFile.Create(_directory["logs/1.log"]));

        Assert.Equal(MutxError.NotPermitted, error.Error);
        Assert.Contains("others may write", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory["logs"]));
    }

    [Fact]
    public void A_directory_of_somebody_else_is_refused_to_root_too()
    {
        Need.Root();
        _directory.MakeDirectory("logs");
        _directory.GiveToNobody("logs");

        var error = Assert.Throws<MutxException>(() => PrivateFile.Create(_directory["logs/1.log"]));

        Assert.Contains("belongs to somebody else", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory["logs"]));
    }

    private static void Write(string path, string text)
    {
        using SafeFileHandle file = PrivateFile.Create(path);
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(text), 0);
    }
}
