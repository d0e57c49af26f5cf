using System.Text;
using FsCheck.Fluent;
using Mutx.Journals;
using Mutx.Tests.Properties;

namespace Mutx.Tests.Journals;

public sealed class JournalEntryTests
{
    private static readonly JournalEntry Entry = new(7, ContentMark.Of("before"u8), Encoding.UTF8.GetBytes("what came after"));

    [Fact]
    public void What_was_written_is_read_whatever_follows_it() =>
        Samples.Hold(
            from content in Samples.Bytes
            from rest in Samples.Bytes
            from sequence in ArbMap.Default.GeneratorFor<ulong>()
            select (content, rest, sequence),
            given =>
            {
                var entry = new JournalEntry(given.sequence, ContentMark.Of(given.rest), given.content);
                JournalEntry? read = JournalEntry.TryRead([.. entry.ToBytes(), .. given.rest]);
                return read is not null && read.Sequence == entry.Sequence && read.Base == entry.Base
                    && read.Content.Span.SequenceEqual(given.content);
            });

    [Fact]
    public void Random_bytes_are_no_entry() => Samples.Hold(Samples.Bytes, bytes => JournalEntry.TryRead(bytes) is null);

    [Fact]
    public void An_entry_of_which_anything_is_missing_or_another_is_none()
    {
        byte[] whole = Entry.ToBytes();
        Assert.NotNull(JournalEntry.TryRead(whole));
        for (int i = 0; i < whole.Length; i++)
        {
            Assert.Null(JournalEntry.TryRead(whole.AsSpan(0, i)));
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x10;
            Assert.Null(JournalEntry.TryRead(damaged));
        }
    }

    [Fact]
    public void The_checksum_is_crc_32c() => Assert.Equal(0xE3069283, ~ContentMark.ChecksumOf("123456789"u8));
}
