using System.Globalization;
using System.Text;
using Mutx.Interleavings.Tests.Disks;
using Mutx.Platform;
using Mutx.TestKit;

namespace Mutx.Interleavings.Tests.Contract;

/// <summary>The simulated disk keeps the contract of the real one: the same steps bring the same results on both.</summary>
public sealed class DiskContract
{
    private const int Length = 120;

    /// <summary>A tick of a filesystem's clock takes milliseconds; a machine that has none after this long is broken.</summary>
    private static readonly TimeSpan ClockTick = TimeSpan.FromSeconds(30);

    [Fact]
    public void Random_steps_bring_the_same_results_on_the_simulated_disk_and_the_real_one()
    {
        for (int seed = 0; seed < 250; seed++)
        {
            using var pair = new Pair();
            var random = new Random(seed);
            for (int i = 0; i < Length; i++)
            {
                pair.Play(Move.Next(random), seed);
            }
        }
    }

    [Fact]
    public void File_times_move_on_the_simulated_disk_when_they_do_on_the_real_one()
    {
        for (int seed = 1000; seed < 1004; seed++)
        {
            using var pair = new Pair();
            var random = new Random(seed);
            for (int i = 0; i < Length; i++)
            {
                pair.PlayWithTimes(Move.Next(random), seed);
            }
        }
    }

    /// <summary>One directory on each disk, the same in both.</summary>
    private sealed class Pair : IDisposable
    {
        private readonly TempDirectory _place = new();
        private readonly SimulatedClock _clock = new();
        private readonly Player _real;
        private readonly Player _simulated;
        private readonly StringBuilder _played = new();
        private readonly bool _hasAttributes;

        public Pair()
        {
            string root = Disk.Current.ResolveDirectory(_place.Path);
            var files = new SimulatedFilesystem(_clock);
            Inode directory = files.MakeDirectory(root);
            Directory.CreateDirectory(Path.Join(root, "sub"));
            files.MakeDirectory(Path.Join(root, "sub"));
            foreach ((string name, string target) in new[] { ("link", "a"), ("loop", "loop"), ("folder", "sub") })
            {
                File.CreateSymbolicLink(Path.Join(root, name), target);
                Assert.Equal(0, files.CreateSymbolicLink(directory, name, files.NextNumber++, target));
            }

            var process = new SimulatedProcess("contract", 1) { Umask = Umask() };
            _hasAttributes = HasAttributes();
            _real = new Player(Disk.Current, root);
            _simulated = new Player(new SimulatedDisk(files, process, null), root);
            _real.KeepLinks();
            _simulated.KeepLinks();
        }

        public void Play(Move move, int seed)
        {
            if (Avoid(move) || Simulated(move) is not { } simulated)
            {
                return;
            }

            string real = _real.Play(move);
            _played.AppendLine(CultureInfo.InvariantCulture, $"{move}: {real}");
            Assert.True(real == simulated, $"seed {seed}: '{simulated}' on the simulated disk, but '{real}' on the real one after\n{_played}");
        }

        public void PlayWithTimes(Move move, int seed)
        {
            FileStatus?[] realBefore = [.. Move.Names.Select(_real.Look)];
            FileStatus?[] simulatedBefore = [.. Move.Names.Select(_simulated.Look)];
            _clock.Now += TimeSpan.FromSeconds(1);
            WaitForTick();
            Play(move, seed);
            for (int i = 0; i < Move.Names.Length; i++)
            {
                string real = Moved(realBefore[i], _real.Look(Move.Names[i]));
                string simulated = Moved(simulatedBefore[i], _simulated.Look(Move.Names[i]));
                Assert.True(real == simulated, $"seed {seed}: times of {Move.Names[i]}: '{simulated}' on the simulated disk, but '{real}' on the real one after\n{_played}");
            }
        }

        public void Dispose()
        {
            _real.Dispose();
            _simulated.Dispose();
            _place.Dispose();
        }

        /// <summary>Directories' times stand still on the simulated disk, and nobody minds.</summary>
        private static string Moved(FileStatus? before, FileStatus? after) =>
            before is not { } old || after is not { } now || old.Identity != now.Identity || now.Kind == FileKind.Directory ? "another file"
            : $"modified {old.Modified != now.Modified}, changed {old.Changed != now.Changed}";

        /// <summary>What it brings on the simulated disk; null where it would wait for ever on either.</summary>
        private string? Simulated(Move move)
        {
            try
            {
                return _simulated.Play(move);
            }
            catch (InvalidOperationException) when (move.Step.StartsWith("lock ", StringComparison.Ordinal))
            {
                return null;
            }
        }

        /// <summary>What depends on the filesystem or the user that the tests run on and as.</summary>
        private bool Avoid(Move move) =>
            (move.Step.EndsWith("attribute", StringComparison.Ordinal) && !_hasAttributes)
            || (move.Step is "set attribute" && move.Name is "sub" or "folder")
            || (move.Step is "set mode" && !Environment.IsPrivilegedProcess);

        private UnixFileMode Umask()
        {
            const UnixFileMode All = (UnixFileMode)0b111_111_111;
            using DiskDirectory directory = Disk.Current.OpenDirectory(_place.Path);
            using DiskFile file = Disk.Current.CreateNew(directory, "umask", All)!;
            Disk.Current.Remove(directory, "umask");
            return All & ~Disk.Current.Look(file).Mode;
        }

        private bool HasAttributes()
        {
            using DiskDirectory directory = Disk.Current.OpenDirectory(_place.Path);
            Disk.Current.CreateNew(directory, "attribute", UnixFileMode.UserRead | UnixFileMode.UserWrite)!.Dispose();
            bool has = Disk.Current.TryWriteAttribute(directory, "attribute", "user.test", "1");
            Disk.Current.Remove(directory, "attribute");
            return has;
        }

        /// <summary>A filesystem's clock stands still for some milliseconds: waits until it moves on.</summary>
        private void WaitForTick()
        {
            using DiskDirectory directory = Disk.Current.OpenDirectory(Path.Join(_place.Path, "sub"));
            using DiskFile file = Disk.Current.CreateUnnamed(directory, UnixFileMode.UserWrite) ?? throw new NotSupportedException("This filesystem has no unnamed files.");
            DateTimeOffset first = Disk.Current.Look(file).Modified;
            Assert.True(SpinWait.SpinUntil(
                () =>
                {
                    Disk.Current.Write(file, "x"u8);
                    return Disk.Current.Look(file).Modified != first;
                },
                ClockTick));
        }
    }
}
