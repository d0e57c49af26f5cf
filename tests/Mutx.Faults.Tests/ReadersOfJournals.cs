using Mutx.Faults.Tests.Disks;
using Mutx.Faults.Tests.Operations;
using Mutx.Journals;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Repositories;

namespace Mutx.Faults.Tests;

/// <summary>
/// Readers take no lock: between any two of their steps, and between any two pages that the kernel copies for one read, others
/// may change the record. What was acknowledged before the reader began it never misses.
/// </summary>
public sealed class ReadersOfJournals
{
    private const string Id = "r";
    private const int Slot = 4096;

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void A_reader_never_misses_what_was_acknowledged_when_the_journal_goes_meanwhile(int acknowledged) =>
        AtEachStep(acknowledged, place => Write(place, RecordJournal.None, acknowledged + 1));

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void A_reader_never_misses_what_was_acknowledged_when_both_slots_are_written_meanwhile(int acknowledged) =>
        AtEachStep(acknowledged, place =>
        {
            Write(place, RecordJournal.Beside, acknowledged + 1);
            Write(place, RecordJournal.Beside, acknowledged + 2);
            TearNewest(Journal.PathOf(Disk.Current, place[Id + ".json"]));
        });

    private static void AtEachStep(int acknowledged, Action<Workplace> others)
    {
        bool happened = true;
        for (int step = 1; happened; step++)
        {
            using var place = new Workplace();
            for (int count = 1; count <= acknowledged; count++)
            {
                Write(place, RecordJournal.Beside, count);
            }

            var disk = new PiecemealDisk(step, () => others(place));
            int found = Records(disk, place, RecordJournal.None).Read(Id)!.Count;
            Assert.True(found >= acknowledged, $"others before step {step}: {found} after {acknowledged} was acknowledged");
            happened = disk.HasHappened;
            Assert.True(happened || step > 8, $"a read has only {step} steps");
        }
    }

    private static void Write(Workplace place, RecordJournal journal, int count) =>
        Records(Disk.Current, place, journal).WriteAsync(Id, new Counted(count)).GetAwaiter().GetResult();

    private static JsonRepository<Counted> Records(Disk disk, Workplace place, RecordJournal journal) =>
        new(disk, place.Data, CountedJson.Default.Counted, new JsonRepositoryOptions
        {
            Journal = journal,
            SettleAfter = TimeSpan.FromHours(1),
            Lock = new FileLockOptions { Directory = place.Locks },
        });

    /// <summary>Leaves the newest version as it is while it is being written.</summary>
    private static void TearNewest(string journal)
    {
        byte[] bytes = File.ReadAllBytes(journal);
        JournalEntry?[] entries = [JournalEntry.TryRead(bytes.AsSpan(0, Slot)), JournalEntry.TryRead(bytes.AsSpan(Slot))];
        int newest = entries[0]!.Sequence > entries[1]!.Sequence ? 0 : 1;
        bytes[(newest * Slot) + JournalEntry.HeaderLength] ^= 1;
        File.WriteAllBytes(journal, bytes);
    }

    /// <summary>The real disk for a reader who gets a slot at a time, and beside whom something happens before a certain step.</summary>
    private sealed class PiecemealDisk(int step, Action others) : DiskDecorator(Disk.Current)
    {
        private int _steps;

        public bool HasHappened => _steps >= step;

        public override int Read(DiskFile file, Span<byte> buffer) => base.Read(file, buffer[..Math.Min(Slot, buffer.Length)]);

        protected override bool Replaces<T>(DiskCall call, out T result)
        {
            result = default!;
            if (++_steps == step)
            {
                others();
            }

            return false;
        }
    }
}
