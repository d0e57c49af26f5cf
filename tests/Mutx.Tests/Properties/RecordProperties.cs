using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Mutx.Backups;
using Mutx.Features;
using Mutx.Locking;
using Mutx.Platform;

namespace Mutx.Tests.Properties;

/// <summary>What other programs may have put into files and names: read, refused, and never believed too much.</summary>
public sealed class RecordProperties
{
    private const string Suffix = BackupOptions.DefaultSuffix;

    private static readonly DateTimeOffset Now = new(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);

    private static readonly ProcessIdentity Self = new() { ProcessId = 4711, HostName = "here", Started = 1, Boot = "boot", PidNamespace = 2 };

    private static readonly byte[] Ours = ClaimRecord.Create(Self, "00112233445566778899aabbccddeeff", Now, null).ToBytes();

    /// <summary>Records, pieces of records, records with a byte changed, and anything else.</summary>
    private static readonly Gen<byte[]> Content = Gen.OneOf(
        Samples.Bytes,
        Samples.Text.Select(Encoding.UTF8.GetBytes),
        Gen.Choose(0, Ours.Length).Select(length => Ours[..length]),
        from at in Gen.Choose(0, Ours.Length - 1)
        from value in Gen.Choose(0, 255)
        select Changed(at, (byte)value),
        from pid in Gen.Elements("0", "1", "-1", "4194304", "4194305", "1e3", "99999999999999999999", "\"1\"", "null")
        from time in Gen.Elements("\"2026-01-31T10:00:00.000Z\"", "\"2026-02-03T10:00:00Z\"", "\"1969-01-01T00:00:00Z\"", "0", "1769853600", "\"\"")
        select Encoding.UTF8.GetBytes($$"""{"pid":{{pid}},"timestamp":{{time}},"hostname":"here"}"""),
        from pid in Gen.Elements("1", "0", "4194305", "", "+1", "1 ")
        from time in Gen.Elements("1769853600.5", "0", "-1", "1e9", "79228162514264337593543950335", "NaN", "")
        select Encoding.UTF8.GetBytes($"{pid}:{time}"));

    [Fact]
    public void No_content_of_a_claim_makes_its_parser_throw_and_what_is_read_is_possible() =>
        Samples.Hold(
            Content,
            bytes => ClaimRecord.TryParse(bytes, Now) is not { } record
                || (record.ProcessId is >= 1 and <= ClaimRecord.MaxProcessId && record.Timestamp <= Now.AddDays(1)
                    && record.Timestamp > DateTimeOffset.UnixEpoch),
            tries: 10_000);

    [Fact]
    public void A_claim_that_was_written_is_read_as_the_same() =>
        Samples.Hold(Samples.Text.Select(host => Self with { HostName = host.Replace("\ud83d", "", StringComparison.Ordinal) }), owner =>
        {
            ClaimRecord written = ClaimRecord.Create(owner, "id", Now, above: 7);
            return written.ToBytes().Length > ClaimRecord.MaxLength
                || (ClaimRecord.TryParse(written.ToBytes(), Now) is { } read && read.Id == "id" && read.Generation == written.Generation
                    && read.ProcessId == owner.ProcessId && read.Started == owner.Started && read.Boot == owner.Boot);
        });

    [Fact]
    public void A_claim_that_is_kept_by_a_living_process_is_held() =>
        Samples.Hold(
            from evidence in Evidence(Gen.Constant(Ours))
            from seconds in Gen.Choose(-100, 1_000)
            from watched in Gen.Choose(0, 200)
            select evidence with { Watched = TimeSpan.FromSeconds(watched), Sight = new ClaimSight { Content = Ours, Modified = (evidence.DirectoryNow ?? Now).AddSeconds(seconds) } },
            evidence => ClaimJudge.Judge(evidence, Self, _ => new ProcessFacts { Exists = true, Started = 1 }) == ClaimVerdict.Held);

    [Fact]
    public void A_claim_of_a_process_that_has_ended_here_is_never_held() =>
        Samples.Hold(Evidence(Gen.Constant(Ours)), evidence =>
            ClaimJudge.Judge(evidence, Self, _ => ProcessFacts.None) != ClaimVerdict.Held);

    [Fact]
    public void No_evidence_makes_the_judge_throw() =>
        Samples.Hold(Evidence(Content), evidence => Enum.IsDefined(ClaimJudge.Judge(evidence, Self, _ => ProcessFacts.None)), tries: 5_000);

    [Fact]
    public void No_content_of_a_feature_lock_makes_its_parser_throw_and_what_is_read_is_possible() =>
        Samples.Hold(
            Content,
            bytes => FeatureRecord.TryParse(bytes, Now) is not { } record
                || (record.ProcessId is >= 1 and <= ClaimRecord.MaxProcessId && record.Timestamp <= Now.AddDays(1)
                    && FeatureRecord.TryParse(record.ToBytes(), Now) == record),
            tries: 10_000);

    [Fact]
    public void A_backup_name_that_is_read_is_written_as_the_same() =>
        Samples.Hold(
            from file in Samples.FileName
            from middle in Gen.Elements("", ".20260131_100000", ".20260131_100000-1", ".20260131_100000-0", ".20260131_100000-01", ".20260230_100000", ".20260131_1000000")
            select file + middle + Suffix,
            name => !BackupName.TryParse(name, Suffix, out BackupName parsed) || parsed.Format(Suffix) == name,
            tries: 5_000);

    [Fact]
    public void A_backup_name_that_was_written_is_read_as_the_same() =>
        Samples.Hold(
            from file in Samples.FileName
            from seconds in Gen.Choose(0, int.MaxValue)
            from sequence in Gen.Choose(0, 1000)
            select new BackupName(file, DateTime.UnixEpoch.AddSeconds(seconds), sequence),
            name => BackupName.TryParse(name.Format(Suffix), Suffix, out BackupName read)
                && read.File == name.File && read.Time?.Ticks == name.Time?.Ticks && read.Sequence == name.Sequence);

    [Fact]
    public void Keeping_more_never_removes_more() =>
        Samples.Hold(
            from rank in Gen.Choose(0, 20)
            from hours in Gen.Choose(-10, 100)
            from keep in Gen.Choose(0, 20)
            from limit in Gen.Choose(0, 100)
            select (rank, age: TimeSpan.FromHours(hours), keep, limit: TimeSpan.FromHours(limit)),
            it =>
            {
                bool expired = new Retention { KeepNewest = it.keep, OlderThan = it.limit }.IsExpired(it.rank, it.age);
                bool withMore = new Retention { KeepNewest = it.keep + 1, OlderThan = it.limit + TimeSpan.FromHours(1) }.IsExpired(it.rank, it.age);
                return (!withMore || expired) && (!expired || (it.rank >= it.keep && it.age > it.limit))
                    && !Retention.KeepAll.IsExpired(it.rank, it.age);
            });

    [Fact]
    public void No_text_makes_the_parser_of_lock_methods_throw() =>
        Samples.Hold(Samples.Text, text => !LockMethodText.TryParse(text, out LockMethod method) || Enum.IsDefined(method));

    private static Gen<ClaimEvidence> Evidence(Gen<byte[]> content) =>
        from bytes in content
        from modified in Gen.Choose(-1_000_000, 1_000_000)
        from directory in Gen.Choose(-1_000, 1_000)
        from watched in Gen.Choose(0, 1_000)
        select new ClaimEvidence
        {
            Sight = new ClaimSight { Content = bytes, Modified = Now.AddSeconds(modified) },
            Now = Now,
            DirectoryNow = directory == 0 ? null : Now.AddSeconds(directory),
            Watched = TimeSpan.FromSeconds(watched),
            StaleAfter = TimeSpan.FromMinutes(5),
        };

    private static byte[] Changed(int at, byte value)
    {
        byte[] changed = [.. Ours];
        changed[at] = value;
        return changed;
    }
}
