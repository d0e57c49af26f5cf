using Mutx.Faults.Tests.Disks;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.TestKit;

namespace Mutx.Faults.Tests;

/// <summary>How a lock file comes to be, on filesystems of all kinds and beside others who make it too.</summary>
public sealed class LockFileCreationTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public LockFileCreationTests() => _directory.SetMode(".", "777");

    public static TheoryData<string> Kinds => ["all there is", "no unnamed files", "no links"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_is_made_with_its_permissions_and_nothing_else_stays(string kind)
    {
        Create(DiskOf(kind));

        Assert.Equal(("666", 0UL), (FileState.Of(_directory["a.lock"]).Octal, FileState.Of(_directory["a.lock"]).Size));
        _directory.AssertEntries("a.lock");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_that_is_there_already_is_left_alone(string kind)
    {
        _directory.Write("a.lock", "somebody's");
        _directory.SetMode("a.lock", "640");
        FileState before = FileState.Of(_directory["a.lock"]);

        Create(DiskOf(kind));

        Assert.Equal(before, FileState.Of(_directory["a.lock"]));
        _directory.AssertEntries("a.lock");
    }

    [Theory]
    [InlineData("all there is")]
    [InlineData("no unnamed files")]
    public void Nobody_sees_it_before_it_is_complete(string kind)
    {
        var disk = new FaultDisk(DiskOf(kind))
        {
            Before = _ => Assert.True(!File.Exists(_directory["a.lock"]) || FileState.Of(_directory["a.lock"]).Octal == "666"),
        };

        Create(disk);

        Assert.Contains(disk.Calls, call => call.Step == nameof(Disk.SetMode));
    }

    [Fact]
    public void A_file_swept_away_before_it_had_its_name_is_no_failure()
    {
        var disk = new FaultDisk(PlainDisk.WithoutUnnamedFiles)
        {
            Before = call =>
            {
                if (call.Step == nameof(Disk.Link))
                {
                    File.Delete(Assert.Single(Directory.GetFiles(_directory.Path)));
                }
            },
        };

        Create(disk);

        _directory.AssertEntries();
    }

    private static Disk DiskOf(string kind) => kind switch
    {
        "no unnamed files" => PlainDisk.WithoutUnnamedFiles,
        "no links" => PlainDisk.WithoutLinks,
        _ => Disk.Current,
    };

    private void Create(Disk disk)
    {
        using DiskDirectory open = disk.OpenDirectory(_directory.Path);
        LockFileCreation.Create(disk, open, "a.lock", null);
    }
}
