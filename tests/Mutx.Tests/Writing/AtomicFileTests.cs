using System.Text;
using Microsoft.Win32.SafeHandles;
using Mutx.Primitives;
using Mutx.TestKit;
using Mutx.Writing;

namespace Mutx.Tests.Writing;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void New_content_takes_the_place_of_the_old_and_nothing_stays_beside_it()
    {
        string path = _directory.Write("f", "old");
        AtomicFile.WriteAllText(path, "new ü");
        Assert.Equal("new ü", File.ReadAllText(path, Encoding.UTF8));
        _directory.AssertEntries("f");
    }

    [Fact]
    public void A_file_that_does_not_exist_is_created()
    {
        AtomicFile.WriteAllBytes(_directory["f"], "x"u8);
        Assert.Equal("x", _directory.Read("f"));
        _directory.AssertEntries("f");
    }

    [Fact]
    public void A_link_planted_at_the_staging_name_is_neither_written_through_nor_removed()
    {
        string path = _directory.Write("f", "old");
        string victim = _directory.Write("victim", "untouched");
        string planted = StagingName.OfTarget("f");
        File.CreateSymbolicLink(_directory[planted], victim);
        AtomicFile.WriteAllText(path, "new");
        Assert.Equal(("new", "untouched"), (_directory.Read("f"), _directory.Read("victim")));
        Assert.Equal(victim, new FileInfo(_directory[planted]).LinkTarget);
        _directory.AssertEntries("f", "victim", planted);
    }

    [Fact]
    public void A_writer_that_is_disposed_takes_nothing_more_and_still_tells_its_outcome()
    {
        string path = _directory.Write("f", "old");
        AtomicWriter writer = AtomicFile.Create(path);
        Stream stream = writer.Stream;
        writer.Write("new"u8);
        writer.Dispose();
        using SafeFileHandle source = File.OpenHandle(path);
        Action[] uses =
        [
            () => writer.Write("x"u8), () => writer.CopyFrom(source, "f", default), writer.Commit, () => _ = writer.Length,
            () => _ = writer.Handle, () => _ = writer.Stream, () => stream.WriteByte(1),
        ];
        Assert.All(uses, use => Assert.Throws<ObjectDisposedException>(use));
        Assert.Equal(CommitOutcome.NotDone, writer.Outcome);
        Assert.False(writer.IsPublishing);
        Assert.Equal("old", _directory.Read("f"));
        _directory.AssertEntries("f");

        writer = AtomicFile.Create(path);
        writer.Commit();
        writer.Dispose();
        Assert.Equal(CommitOutcome.Done, writer.Outcome);
        Assert.Throws<ObjectDisposedException>(() => writer.Write("x"u8));
    }

    [Fact]
    public void Without_a_commit_nothing_happens()
    {
        string path = _directory.Write("f", "old");
        FileState before = FileState.Of(path);
        using (AtomicWriter writer = AtomicFile.Create(path))
        {
            writer.Write(new byte[20_000_000]);
            Assert.Equal(CommitOutcome.NotDone, writer.Outcome);
        }

        Assert.Equal(before, FileState.Of(path));
        _directory.AssertEntries("f");
    }

    [Fact]
    public void Readers_see_the_old_content_until_the_commit()
    {
        string path = _directory.Write("f", "old");
        using AtomicWriter writer = AtomicFile.Create(path, new AtomicFileOptions { BufferLimit = 0 });
        writer.Stream.Write("new"u8);
        Assert.Equal("old", File.ReadAllText(path));
        _directory.AssertEntries("f");
        writer.Commit();
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(CommitOutcome.Done, writer.Outcome);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 100_000)]
    [InlineData(10, 9)]
    [InlineData(10, 10)]
    [InlineData(10, 11)]
    [InlineData(100_000, 99_999)]
    [InlineData(8_388_608, 9_000_000)]
    public void Content_is_whole_whatever_is_held_in_memory(int limit, int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        using (AtomicWriter writer = AtomicFile.Create(_directory["f"], new AtomicFileOptions { BufferLimit = limit }))
        {
            for (int at = 0; at < length; at += 7_777)
            {
                writer.Write(content.AsSpan(at, Math.Min(7_777, length - at)));
            }

            Assert.Equal(length, writer.Length);
            writer.Commit();
        }

        Assert.Equal(content, File.ReadAllBytes(_directory["f"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(AtomicFileOptions.DefaultBufferLimit)]
    public void A_descriptor_is_copied_from_its_position_to_its_end(int limit)
    {
        var content = new byte[3_000_000];
        new Random(1).NextBytes(content);
        using FileStream source = File.OpenRead(_directory.Write("source", content));
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(source.SafeFileHandle.DangerousGetHandle(), ownsHandle: false);
        using AtomicWriter writer = AtomicFile.Create(_directory["f"], new AtomicFileOptions { BufferLimit = limit });
        writer.CopyFrom(handle, "the source", TestContext.Current.CancellationToken);
        writer.Commit();
        Assert.Equal(content, File.ReadAllBytes(_directory["f"]));
    }

    [Fact]
    public void A_file_that_says_it_is_empty_but_is_not_is_copied_whole()
    {
        using AtomicWriter writer = AtomicFile.Create(_directory["f"], new AtomicFileOptions { BufferLimit = 0 });
        using Microsoft.Win32.SafeHandles.SafeFileHandle source = File.OpenHandle("/proc/version");
        writer.CopyFrom(source, "/proc/version", TestContext.Current.CancellationToken);
        writer.Commit();
        Assert.Equal(File.ReadAllText("/proc/version"), _directory.Read("f"));
    }

    [Fact]
    public async Task Writers_at_the_same_time_leave_one_whole_content()
    {
        string path = _directory["f"];
        await Parallel.ForAsync(0, 64, TestContext.Current.CancellationToken, (i, _) =>
        {
            AtomicFile.WriteAllText(path, new string((char)('a' + (i % 26)), 5_000), new AtomicFileOptions { Durability = Durability.None });
            return ValueTask.CompletedTask;
        });
        Assert.Single(_directory.Read("f").Distinct());
        _directory.AssertEntries("f");
    }

    [Fact]
    public void A_directory_and_a_missing_directory_are_clear_errors()
    {
        _directory.MakeDirectory("d");
        MutxException directory = Assert.Throws<MutxException>(() => AtomicFile.WriteAllText(_directory["d"], ""));
        Assert.Equal(MutxError.IsADirectory, directory.Error);
        MutxException missing = Assert.Throws<MutxException>(() => AtomicFile.WriteAllText(_directory["x/f"], ""));
        Assert.Equal(MutxError.NotFound, missing.Error);
        Assert.Contains("mkdir -p", missing.Hint, StringComparison.Ordinal);
        _directory.AssertEntries("d");
    }

    [Fact]
    public void No_descriptor_stays_open()
    {
        AtomicFile.WriteAllText(_directory["f"], "warm");
        int before = OpenDescriptorsBelow(_directory.Path);
        for (int i = 0; i < 20; i++)
        {
            AtomicFile.WriteAllText(_directory["f"], "x");
            using AtomicWriter writer = AtomicFile.Create(_directory["f"]);
            writer.Write("y"u8);
        }

        Assert.Equal(before, OpenDescriptorsBelow(_directory.Path));
    }

    private static int OpenDescriptorsBelow(string directory) =>
        Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Count(fd => new FileInfo(fd).LinkTarget?.StartsWith(directory, StringComparison.Ordinal) == true);
}
