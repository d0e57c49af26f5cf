using System.Diagnostics;
using Mutx.Faults.Tests.Disks;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.TestKit;

namespace Mutx.Faults.Tests;

/// <summary>
/// Somebody who may write the directory swaps a name in it, before each of the calls in turn that locking there or
/// sharing its locks takes: a process that is stopped at that call for as long as it takes. Whatever comes of it, nothing
/// outside is touched, nothing private is opened, and nothing hangs. Alone, since a shell that is being started has for a
/// moment all that is open here, the locks of other tests as well.
/// </summary>
[Collection(nameof(PlantedBetweenTwoCalls))]
[CollectionDefinition(nameof(PlantedBetweenTwoCalls), DisableParallelization = true)]
public sealed class PlantedBetweenTwoCalls
{
    /// <summary>What is put where, in the directory; <c>$o</c> is the directory outside.</summary>
    public static TheoryData<string> Swaps =>
    [
        "rm -rf .locks; ln -s $o .locks",
        "rm -rf .locks; ln -s $o/shared/.locks .locks",
        "rm -rf .locks; touch .locks",
        "rm -rf .locks; mkfifo .locks",
        "rm -rf .locks; mkdir -m 777 .locks",
        "rm -rf .locks; mv private .locks",
        "rm -rf .locks; mkdir .locks; ln -s $o/new .locks/f.lock",
        "rm -rf .locks; mkdir .locks; ln -s $o/kept .locks/f.lock",
        "rm -rf .locks; mkdir .locks; mkfifo .locks/f.lock",
        "rm -rf .locks; mkdir -p .locks/f.lock",
        "rm -f .locks/f.lock",
        "rm -f .locks/f.lock; ln -s $o/new .locks/f.lock",
        "rm -f .mutx; ln -s $o/kept .mutx",
        "rm -f .mutx; mkfifo .mutx",
        "rm -f .mutx; mkdir .mutx",
        "cd ..; mv d was; ln -s $o/shared d",
        "cd ..; mv d was; ln -s $o d",
        "for each in .locks.*.mutx.tmp; do [ -d $each ] && { rm -rf $each; mv private $each; }; done; true",
        "for each in .locks.*.mutx.tmp; do [ -d $each ] && { rm -rf $each; ln -s $o $each; }; done; true",
    ];

    [Theory]
    [MemberData(nameof(Swaps))]
    public void While_a_lock_is_taken_and_looked_at(string swap) => EachTime(swap, shared: true, (disk, directory) =>
    {
        // One that would lie in the home of whoever runs this isn't taken.
        var source = (KernelLockSource)LockSources.ForPath(disk, BoundPath.ForNow(Path.Join(directory, "f")), new FileLockOptions { Method = LockMethod.Kernel });
        HeldLock? held = source.Place.Kind == LockPlaceKind.Shared ? source.TryTake(LockMode.Exclusive) : null;
        try
        {
            held?.EnsureHeld();
        }
        finally
        {
            held?.Release();
        }
    });

    [Theory]
    [MemberData(nameof(Swaps))]
    public void While_a_directory_is_asked_how_its_files_are_locked(string swap) =>
        EachTime(swap, shared: true, (disk, directory) => DirectoryWord.Of(disk, directory, new FileLockOptions()));

    [Theory]
    [MemberData(nameof(Swaps))]
    public void While_locks_are_shared_for_the_first_time(string swap) =>
        EachTime(swap, shared: false, (disk, directory) => SharedLocks.Create(disk, directory, null));

    [Theory]
    [MemberData(nameof(Swaps))]
    public void While_they_are_repaired(string swap) => EachTime(swap, shared: true, (disk, directory) =>
    {
        File.SetUnixFileMode(directory, Octal("2775"));
        SharedLocks.Create(disk, directory, null);
    });

    /// <summary>A repository has its directory open already.</summary>
    [Theory]
    [MemberData(nameof(Swaps))]
    public void While_a_repository_makes_sure_of_them(string swap) => EachTime(swap, shared: false, (disk, directory) =>
    {
        using DiskDirectory open = Disk.Current.OpenDirectory(directory);
        SharedLocks.Ensure(disk, open, FileLockOptions.Default);
    });

    private static void EachTime(string swap, bool shared, Action<Disk, string> act)
    {
        for (int at = 1; ; at++)
        {
            using var place = new Place(shared);
            int calls = 0;
            var disk = new FaultDisk(Disk.Current)
            {
                Before = _ =>
                {
                    if (++calls == at)
                    {
                        place.Run(swap);
                    }
                },
            };
            try
            {
                act(disk, place.Directory);
            }
            catch (MutxException)
            {
                // An error is an answer.
            }

            place.AssertUntouched($"swapped before call {at}: {disk.Calls[Math.Min(at, disk.Calls.Count) - 1]}");
            if (calls < at)
            {
                return;
            }
        }
    }

    private static UnixFileMode Octal(string mode) => (UnixFileMode)Convert.ToInt32(mode, 8);

    /// <summary>A directory that others may write, with a private one in it, and a place outside that they may not.</summary>
    private sealed class Place : IDisposable
    {
        private readonly TempDirectory _root = new();
        private readonly string _before;

        public Place(bool shared)
        {
            _root.MakeDirectory("o/shared/.locks");
            _root.Write("o/kept", "kept");
            _root.Write("o/shared/.locks/g.lock", "");
            _root.MakeDirectory("d/private/more");
            _root.Write("d/private/diary", "secret");
            _root.SetMode("d/private", "700");
            _root.SetMode("d", "777");
            if (shared)
            {
                _root.MakeDirectory("d/.locks");
                _root.SetMode("d/.locks", "777");
                _root.Write("d/.locks/f.lock", "");
                _root.SetMode("d/.locks/f.lock", "600");
            }

            _before = Seen();
        }

        public string Directory => _root["d"];

        public void Run(string script)
        {
            var info = new ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = Directory, Environment = { ["o"] = _root["o"] } };
            using Process process = Process.Start(info)!;
            process.WaitForExit();
        }

        public void AssertUntouched(string when) => Assert.Equal((when, _before), (when, Seen()));

        public void Dispose() => _root.Dispose();

        /// <summary>
        /// What is outside, and the private directory, wherever it is by now: permissions, owners and sizes. Only the lock file
        /// itself, empty, may come to be where somebody leads it who may rename directories there.
        /// </summary>
        private string Seen()
        {
            IEnumerable<string> outside = System.IO.Directory.EnumerateFileSystemEntries(_root["o"], "*", SearchOption.AllDirectories)
                .Where(path => !path.EndsWith("/shared/.locks/f.lock", StringComparison.Ordinal));
            string diary = System.IO.Directory.EnumerateFiles(_root.Path, "diary", SearchOption.AllDirectories).Single();
            string home = Path.GetDirectoryName(diary)!;
            return string.Join('\n', outside.Order(StringComparer.Ordinal).Append(_root["o"]).Select(Describe))
                + $"\n{Describe(home)[home.Length..]} {string.Join(' ', System.IO.Directory.GetFileSystemEntries(home).Select(Path.GetFileName).Where(name => name != "f.lock").Order(StringComparer.Ordinal))}";
        }

        private static string Describe(string path)
        {
            FileState state = FileState.Of(path);
            return $"{path} {state.Type:x} {state.Octal} {state.Owner}:{state.Group} {(state.Type == 0x8000 ? state.Size : 0)}";
        }
    }
}
