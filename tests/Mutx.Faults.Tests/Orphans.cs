using Mutx.Faults.Tests.Disks;
using Mutx.Faults.Tests.Operations;
using Mutx.Platform;
using Mutx.Updating;
using Mutx.Writing;

namespace Mutx.Faults.Tests;

/// <summary>What a killed writer left where staging files have names: the next write of the same file clears it, and nothing else.</summary>
public sealed class Orphans
{
    private const string Orphan = ".f.0123456789abcdef.mutx.tmp";
    private static readonly PlainDisk Disk = PlainDisk.WithoutUnnamedFiles;

    [Fact]
    public void The_next_write_clears_what_a_killed_writer_of_the_same_file_left()
    {
        using var place = new Workplace();
        File.WriteAllText(place[Orphan], "half of some");
        File.WriteAllText(place[".f.fedcba9876543210.mutx.tmp"], "half of some more");
        Replace(place, "f", new AtomicFileOptions());
        Assert.Equal(["f"], Names(place));
    }

    [Fact]
    public void The_next_stream_clears_it_before_it_has_written_anything()
    {
        using var place = new Workplace();
        File.WriteAllText(place[Orphan], "half of some");
        using var stream = AtomicFile.Create(Disk, place["f"], new AtomicFileOptions { BufferLimit = 0 });
        stream.Write("x"u8);
        Assert.False(File.Exists(place[Orphan]));
        stream.Commit();
        Assert.Equal(["f"], Names(place));
    }

    [Fact]
    public void What_belongs_to_other_files_or_only_looks_like_it_stays()
    {
        string[] others =
        [
            ".f.0123456789abcde.mutx.tmp", ".f.0123456789ABCDEF.mutx.tmp", ".f.0123456789abcdef.mutx.tmp.bak", "f.0123456789abcdef.mutx.tmp",
            ".g.0123456789abcdef.mutx.tmp", ".ff.0123456789abcdef.mutx.tmp", ".f.g.0123456789abcdef.mutx.tmp", ".f.0123456789abcdef.mutx.old",
        ];
        using var place = new Workplace();
        Array.ForEach(others, name => File.WriteAllText(place[name], "somebody's"));
        Directory.CreateDirectory(place[Orphan]);
        File.CreateSymbolicLink(place[".f.fedcba9876543210.mutx.tmp"], place[others[0]]);
        Replace(place, "f", new AtomicFileOptions());
        Assert.Equal([.. others.Append("f").Append(".f.fedcba9876543210.mutx.tmp").Order(StringComparer.Ordinal)], Names(place));
        Assert.True(Directory.Exists(place[Orphan]));
    }

    [Fact]
    public void A_living_writer_of_the_same_file_keeps_its_staging_file_though_neither_has_a_lock()
    {
        using var place = new Workplace();
        using var living = AtomicFile.Create(Disk, place["f"], new AtomicFileOptions { BufferLimit = 0 });
        living.Write("living"u8);
        Write(Disk, place["f"], "other"u8);
        Assert.Equal("other", File.ReadAllText(place["f"]));
        living.Commit();
        Assert.Equal("living", File.ReadAllText(place["f"]));
        Assert.Equal(["f"], Names(place));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_that_is_taken_for_an_orphan_before_it_is_marked_is_made_anew(bool isGone)
    {
        using var place = new Workplace();
        DiskFile? sweeper = null;
        bool done = false;
        var disk = new FaultDisk(Disk)
        {
            Before = call =>
            {
                if (call.Step == nameof(Platform.Disk.TryLock) && !done)
                {
                    done = true;
                    sweeper = Meddle(place, isGone);
                }
            },
        };
        Write(disk, place["f"], "new"u8);
        sweeper?.Dispose();
        Assert.Equal("new", File.ReadAllText(place["f"]));
        Assert.Equal(["f"], Names(place));
    }

    /// <summary>A sweep that looks at the file before it is marked, and has removed it already or is about to.</summary>
    private static DiskFile? Meddle(Workplace place, bool isGone)
    {
        string name = Directory.GetFiles(place.Data, ".f.*").Single();
        if (isGone)
        {
            File.Delete(name);
            return null;
        }

        using DiskDirectory directory = Platform.Disk.Current.OpenDirectory(place.Data);
        DiskFile sweeper = Platform.Disk.Current.OpenRead(directory, Path.GetFileName(name));
        Assert.True(Platform.Disk.Current.TryLock(sweeper, Primitives.LockMode.Exclusive));
        return sweeper;
    }

    private static void Write(Platform.Disk disk, string path, ReadOnlySpan<byte> content)
    {
        using AtomicWriter writer = AtomicFile.Create(disk, path, new AtomicFileOptions { BufferLimit = 0 });
        writer.Write(content);
        writer.Commit();
    }

    private static void Replace(Workplace place, string name, AtomicFileOptions options) =>
        LockedFile.Replace(
            Disk, place[name], writer => writer.Write("new"u8), new ReplaceOptions { File = options, LeftoverSweep = LeftoverSweep.Never }, default);

    private static string[] Names(Workplace place) =>
        [.. Directory.GetFiles(place.Data).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
