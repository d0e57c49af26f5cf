using Mutx.Backups;
using Mutx.Platform;
using Mutx.Writing;

namespace Mutx.Faults.Tests.Crashes;

/// <summary>
/// A power cut after each step: what was acknowledged is there, nothing is torn, and the next writer clears up. Each
/// control leaves something out and has to be found out.
/// </summary>
public sealed class PowerCutAtEveryStep
{
    private const int Versions = 3;
    private const int Absent = -1;
    private const int Present = 0;

    [Theory]
    [InlineData(Present)]
    [InlineData(Absent)]
    public void What_was_acknowledged_is_there_whole(int first)
    {
        Story story = Locked(new AtomicFileOptions(), directory => new CrashDisk(directory)).Tell(Versions, first);

        Assert.Empty(story.Violations);
        Assert.InRange(story.States, Versions * 2, 100_000);
    }

    [Theory]
    [InlineData(Present)]
    [InlineData(Absent)]
    public void Without_a_lock_too(int first)
    {
        Story story = new Story(directory => new CrashDisk(directory), (disk, place, content) =>
        {
            using AtomicWriter writer = AtomicFile.Create(disk, place.Target, new AtomicFileOptions { BufferLimit = 0 });
            writer.Write(content);
            writer.Commit();
        }).Tell(Versions, first);

        Assert.Empty(story.Violations);
    }

    [Theory]
    [InlineData(Present)]
    [InlineData(Absent)]
    public void Where_a_file_without_a_name_is_not_synced_too(int first)
    {
        Story story = Locked(new AtomicFileOptions(), directory => new CrashDisk(directory) { LosesUnnamed = true }).Tell(Versions, first);

        Assert.Empty(story.Violations);
    }

    [Theory]
    [InlineData(Present)]
    [InlineData(Absent)]
    public void Where_every_file_has_a_name_too(int first)
    {
        Story story = Locked(new AtomicFileOptions { BufferLimit = 0 }, directory => new CrashDisk(directory) { HasUnnamed = false })
            .Tell(Versions, first);

        Assert.Empty(story.Violations);
        Assert.InRange(story.States, Versions * 5, 100_000);
    }

    [Theory]
    [InlineData(Present)]
    [InlineData(Absent)]
    public void Backups_are_there_before_what_they_keep_is_replaced(int first)
    {
        Story story = WithBackups(directory => new CrashDisk(directory)).Tell(Versions, first);

        Assert.Empty(story.Violations);
        Assert.InRange(story.States, Versions * 3, 100_000);
    }

    [Fact]
    public void Control_backups_on_a_disk_that_only_pretends_to_sync_directories_are_found_out() =>
        Assert.Contains(
            WithBackups(directory => new CrashDisk(directory, nameof(Disk.SyncDirectory))).Tell(versions: 1, Present).Violations,
            each => each.Contains("backup", StringComparison.Ordinal));

    [Fact]
    public void Control_not_durable_is_found_out() =>
        AssertFoundOut(new AtomicFileOptions { Durability = Durability.None }, directory => new CrashDisk(directory));

    [Fact]
    public void Control_without_a_sync_of_the_directory_is_found_out() =>
        AssertFoundOut(new AtomicFileOptions { Durability = Durability.FileOnly }, directory => new CrashDisk(directory));

    [Fact]
    public void Control_a_disk_that_only_pretends_to_sync_files_is_found_out() =>
        AssertFoundOut(new AtomicFileOptions(), directory => new CrashDisk(directory, nameof(Disk.Sync)));

    [Fact]
    public void Control_a_disk_that_only_pretends_to_sync_directories_is_found_out() =>
        AssertFoundOut(new AtomicFileOptions(), directory => new CrashDisk(directory, nameof(Disk.SyncDirectory)));

    [Fact]
    public void Control_a_disk_that_loses_files_without_a_name_and_does_not_say_so_is_found_out() =>
        AssertFoundOut(
            new AtomicFileOptions(),
            directory => new CrashDisk(directory) { LosesUnnamed = true, SaysThatItLosesUnnamed = false });

    private static Story Locked(AtomicFileOptions options, Func<string, CrashDisk> disk) =>
        new(disk, (on, place, content) => Story.Locked(on, place, content, options));

    private static Story WithBackups(Func<string, CrashDisk> disk) =>
        new(disk, (on, place, content) => Story.Locked(on, place, content, new AtomicFileOptions(), BackupOptions.Default)) { KeepsOld = true };

    private static void AssertFoundOut(AtomicFileOptions options, Func<string, CrashDisk> disk)
    {
        Assert.NotEmpty(Locked(options, disk).Tell(Versions, Present).Violations);
        Assert.NotEmpty(Locked(options, disk).Tell(Versions, Absent).Violations);
    }
}
