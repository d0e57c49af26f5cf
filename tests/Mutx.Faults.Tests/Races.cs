using Mutx.Backups;
using Mutx.Faults.Tests.Disks;
using Mutx.Faults.Tests.Operations;
using Mutx.Housekeeping;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Updating;
using Mutx.Writing;

namespace Mutx.Faults.Tests;

/// <summary>What others do between two steps, at exactly the moment at which it would hurt.</summary>
public sealed class Races
{
    [Fact]
    public void A_lock_file_that_somebody_else_has_removed_and_made_anew_is_not_removed()
    {
        using var place = new Workplace();
        string path = place["a.lock"];
        File.WriteAllText(path, "");
        DiskFile? held = null;
        FaultDisk disk = At(nameof(Disk.TryLock), () =>
        {
            File.Delete(path);
            File.WriteAllText(path, "");
            held = Disk.Current.OpenLockFile(path, SymbolicLinks.Refuse)!;
            Assert.True(Disk.Current.TryLock(held, Primitives.LockMode.Exclusive));
        });
        Sweep(disk, place.Data);
        Assert.NotNull(held);
        Assert.True(File.Exists(path));
        held.Dispose();
    }

    [Fact]
    public void A_directory_swapped_for_a_link_just_before_it_is_entered_leads_nowhere()
    {
        using var place = new Workplace();
        string outside = Directory.CreateDirectory(Path.Join(place.Locks, "outside")).FullName;
        File.WriteAllText(Path.Join(outside, "a.lock"), "");
        Directory.CreateDirectory(place["d"]);
        FaultDisk disk = At(nameof(Disk.OpenSubdirectory), () =>
        {
            Directory.Delete(place["d"]);
            File.CreateSymbolicLink(place["d"], outside);
        });
        Sweep(disk, place.Data);
        Assert.True(File.Exists(Path.Join(outside, "a.lock")));
    }

    [Fact]
    public void Input_swapped_for_a_link_just_before_it_is_opened_is_not_read()
    {
        using var place = new Workplace();
        File.WriteAllText(place["secret"], "secret");
        File.WriteAllText(place["input"], "own");
        FaultDisk disk = At(nameof(Disk.OpenInput), () =>
        {
            File.Delete(place["input"]);
            File.CreateSymbolicLink(place["input"], place["secret"]);
        });
        var error = Assert.Throws<Primitives.MutxException>(() => InputFile.Open(disk, place["input"], SymlinkPolicy.Refuse));
        Assert.Equal(Primitives.MutxError.SymbolicLink, error.Error);
    }

    /// <summary>A limit, not a promise: the disk is shared, each machine has a lock of its own, and one of them stands still just there.</summary>
    [Fact]
    public void A_fence_does_not_stop_who_was_stopped_between_its_last_look_and_the_rename()
    {
        using var place = new Workplace();
        File.WriteAllText(place.Target, "old");
        FaultDisk disk = At("Rename.Replace", () => Replace(Disk.Current, "by the other", 8, place["other.lock"]));
        Replace(disk, "by the stopped", 7, place.LockFile);
        Assert.Equal("by the stopped", File.ReadAllText(place.Target));

        // One moment earlier it does: whoever has not yet compared is refused.
        Replace(Disk.Current, "by the other", 9, place["other.lock"]);
        disk = At(nameof(Disk.ReadAttribute), () => Replace(Disk.Current, "by another", 11, place["other.lock"]));
        Assert.Throws<Primitives.FencedException>(() => Replace(disk, "late", 10, place.LockFile));
        Assert.Equal("by another", File.ReadAllText(place.Target));

        void Replace(Disk disk, string content, long counter, string lockFile) => LockedFile.Replace(
            disk,
            place.Target,
            writer => writer.Write(System.Text.Encoding.UTF8.GetBytes(content)),
            new ReplaceOptions
            {
                Lock = new FileLockOptions { LockFile = lockFile },
                File = new AtomicFileOptions { FencingToken = new Primitives.FencingToken("s", "l", 1, counter) },
            },
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Where_the_filesystem_keeps_no_attributes_a_fencing_token_is_refused_and_not_left_out()
    {
        using var place = new Workplace();
        var options = new ReplaceOptions
        {
            Lock = new FileLockOptions { LockFile = place.LockFile },
            File = new AtomicFileOptions { FencingToken = new Primitives.FencingToken("s", "l", 1, 1) },
        };
        FaultDisk clean = new(Disk.Current);
        for (int i = 0; i < 2; i++)
        {
            // The second time the lock file is there already, as it is when it counts.
            clean = new FaultDisk(Disk.Current);
            LockedFile.Replace(clean, place.Target, writer => writer.Write("old"u8), options, TestContext.Current.CancellationToken);
            File.Delete(place.Target);
        }

        int step = clean.Calls.Select(call => call.Step).ToList().IndexOf(nameof(Disk.TrySetAttribute)) + 1;
        var disk = new FaultDisk(Disk.Current, step, Fault.Of(nameof(Disk.TrySetAttribute))[^1], FaultSpan.ThisStepFromThenOn);
        var error = Assert.Throws<Primitives.MutxException>(
            () => LockedFile.Replace(disk, place.Target, writer => writer.Write("new"u8), options, TestContext.Current.CancellationToken));
        Assert.Equal(Primitives.MutxError.NotSupported, error.Error);
        Assert.Empty(place.Entries);
    }

    [Fact]
    public void A_file_whose_fence_cannot_be_read_is_not_removed_by_who_has_no_token()
    {
        using var place = new Workplace();
        File.WriteAllText(place.Target, "old");
        using FileLockHandle held = new FileLock(place.Target, new FileLockOptions { LockFile = place.LockFile }).Acquire(cancellationToken: TestContext.Current.CancellationToken);
        var clean = new FaultDisk(Disk.Current);
        Remove(clean);
        File.WriteAllText(place.Target, "old");
        int step = clean.Calls.Select(call => call.Step).ToList().IndexOf(nameof(Disk.ReadAttribute)) + 1;
        Assert.NotEqual(0, step);
        Assert.Throws<Primitives.MutxException>(() => Remove(new FaultDisk(Disk.Current, step, Fault.Of(nameof(Disk.ReadAttribute))[0])));
        Assert.True(File.Exists(place.Target));

        void Remove(Disk disk)
        {
            using LockedTarget target = LockedTarget.Open(disk, place.Target, SymlinkPolicy.Refuse, held);
            target.Remove(AtomicFileOptions.Default);
        }
    }

    [Theory]
    [InlineData("Rename.NoReplace", false)]
    [InlineData("Rename.Exchange", true)]
    public void A_sweep_that_takes_a_backup_on_its_way_for_an_orphan_changes_nothing(string step, bool hasPredecessor)
    {
        using var place = new Workplace();
        File.WriteAllText(place.Target, "old");
        if (hasPredecessor)
        {
            File.WriteAllText(place["target.mutx.backup"], "older");
        }

        FaultDisk disk = At(step, () => Sweep(Disk.Current, place.Data));
        LockedFile.Replace(
            disk,
            place.Target,
            writer => writer.Write("new"u8),
            new ReplaceOptions { Backup = BackupOptions.Default, Lock = new FileLockOptions { LockFile = place.LockFile } },
            TestContext.Current.CancellationToken);
        Assert.Equal(["target", "target.mutx.backup"], place.Entries);
        Assert.Equal("new", File.ReadAllText(place.Target));
        Assert.Equal("old", File.ReadAllText(place["target.mutx.backup"]));
        Assert.Equal(2, disk.Calls.Count(call => call.Step == step));
    }

    [Fact]
    public void A_sweep_never_takes_the_last_good_backup_while_the_target_is_being_replaced()
    {
        using var place = new Workplace();
        File.WriteAllText(place.Target, "old");
        File.WriteAllText(place["target.mutx.backup"], "good");
        FaultDisk? disk = null;
        disk = new FaultDisk(Disk.Current)
        {
            Before = call =>
            {
                if (call.Step == "Rename.Replace" && call.Path == place.Target)
                {
                    Sweep(Disk.Current, place.Data);
                    throw Errno.Failure(call.Step, call.Path, Errno.EIO);
                }
            },
        };
        Assert.Throws<Primitives.MutxException>(() => LockedFile.Replace(
            disk,
            place.Target,
            writer => writer.Write("new"u8),
            new ReplaceOptions { Backup = BackupOptions.Default, Lock = new FileLockOptions { LockFile = place.LockFile } },
            TestContext.Current.CancellationToken));
        Assert.Equal("old", File.ReadAllText(place.Target));
        Assert.Equal("good", File.ReadAllText(place["target.mutx.backup"]));
        Assert.Equal(["target", "target.mutx.backup"], place.Entries);
    }

    [Fact]
    public void A_target_that_another_program_replaces_while_it_is_being_linked_is_kept_as_it_is_then()
    {
        using var place = new Workplace();
        File.WriteAllText(place.Target, "old");
        FaultDisk disk = At(nameof(Disk.Link), () =>
        {
            File.WriteAllText(place["another"], "another's");
            File.Move(place["another"], place.Target, overwrite: true);
            throw Errno.Failure("create", place["x"], Errno.ENOENT);
        });
        LockedFile.Replace(
            disk,
            place.Target,
            writer => writer.Write("new"u8),
            new ReplaceOptions { Backup = BackupOptions.Default, Lock = new FileLockOptions { LockFile = place.LockFile } },
            TestContext.Current.CancellationToken);
        Assert.Equal("another's", File.ReadAllText(place["target.mutx.backup"]));
        Assert.Equal("new", File.ReadAllText(place.Target));
        Assert.Equal(["target", "target.mutx.backup"], place.Entries);
    }

    [Theory]
    [InlineData(nameof(Disk.List))]
    [InlineData(nameof(Disk.OpenRead))]
    [InlineData(nameof(Disk.CreateUnnamed))]
    [InlineData(nameof(Disk.OpenLockFile))]
    [InlineData("Rename.Replace")]
    public void A_directory_exchanged_for_another_while_a_file_is_restored_gets_nothing_and_gives_nothing(string step)
    {
        using var place = new Workplace();
        string users = Directory.CreateDirectory(place["users"]).FullName;
        string secret = Directory.CreateDirectory(place["secret"]).FullName;
        foreach (string directory in (string[])[users, secret])
        {
            File.WriteAllText(Path.Join(directory, "f"), $"new of {Path.GetFileName(directory)}");
            File.WriteAllText(Path.Join(directory, "f.mutx.backup"), $"old of {Path.GetFileName(directory)}");
        }

        FaultDisk disk = At(step, () =>
        {
            Directory.Move(users, place["away"]);
            Directory.Move(secret, users);
            Directory.Move(place["away"], secret);
        });
        LockedFile.Restore(
            disk,
            Path.Join(users, "f"),
            BackupChoice.Newest,
            BackupOptions.Default,
            new ReplaceOptions { Lock = new FileLockOptions { LockFile = place.LockFile } },
            null,
            TestContext.Current.CancellationToken);

        // What was the user's directory when it was opened is at the other's name by now.
        Assert.Equal("old of users", File.ReadAllText(Path.Join(secret, "f")));
        Assert.Equal("new of secret", File.ReadAllText(Path.Join(users, "f")));
    }

    private static FaultDisk At(string step, Action others)
    {
        bool done = false;
        return new FaultDisk(Disk.Current)
        {
            Before = call =>
            {
                if (call.Step == step && !done)
                {
                    done = true;
                    others();
                }
            },
        };
    }

    private static void Sweep(Disk disk, string directory) =>
        new Housekeeper(disk, directory, new HousekeepingOptions { Recursive = true })
            .Run((_, outcome) => Assert.Empty(outcome.Problems), TestContext.Current.CancellationToken);
}
