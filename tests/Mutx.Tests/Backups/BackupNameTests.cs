using FsCheck;
using FsCheck.Fluent;
using Mutx.Backups;

namespace Mutx.Tests.Backups;

public sealed class BackupNameTests
{
    private const string Suffix = BackupOptions.DefaultSuffix;

    [Fact]
    public void Every_timestamped_name_is_read_back_as_what_it_was_made_of()
    {
        Arbitrary<(string File, DateTime Time, int Sequence)> parts = Arb.From(
            from file in ArbMap.Default.GeneratorFor<NonEmptyString>()
            from time in ArbMap.Default.GeneratorFor<DateTime>()
            from sequence in ArbMap.Default.GeneratorFor<NonNegativeInt>()
            select (file.Get, ToSecond(time), sequence.Get));
        Prop.ForAll(parts, t =>
        {
            var name = new BackupName(t.File, t.Time, t.Sequence);
            Assert.True(BackupName.TryParse(name.Format(Suffix), Suffix, out BackupName parsed));
            Assert.Equal(name, parsed);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_read_from_any_text_is_written_back_as_that_text() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<string>(), (stem, suffix) =>
        {
            string name = stem + suffix;
            if (suffix is { Length: > 0 } && BackupName.TryParse(name, suffix, out BackupName parsed))
            {
                Assert.Equal(name, parsed.Format(suffix));
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("f.mutx.backup", "f", null, 0)]
    [InlineData("f.20260131_100000.mutx.backup", "f", "2026-01-31T10:00:00", 0)]
    [InlineData("f.20260131_100000-12.mutx.backup", "f", "2026-01-31T10:00:00", 12)]
    [InlineData("f.20240229_235959.mutx.backup", "f", "2024-02-29T23:59:59", 0)]
    [InlineData("f.20260101_000000.20260131_100000.mutx.backup", "f.20260101_000000", "2026-01-31T10:00:00", 0)]
    [InlineData("f.mutx.backup.mutx.backup", "f.mutx.backup", null, 0)]
    [InlineData("x.aaaaaaaé_12345.mutx.backup", "x.aaaaaaaé_12345", null, 0)]
    [InlineData("日本.20260131_100000.mutx.backup", "日本", "2026-01-31T10:00:00", 0)]
    [InlineData("f-1.mutx.backup", "f-1", null, 0)]
    public void A_backup_is_recognised(string name, string file, string? time, int sequence)
    {
        Assert.True(BackupName.TryParse(name, Suffix, out BackupName parsed));
        Assert.Equal(new BackupName(file, time is null ? null : DateTime.Parse(time, null), sequence), parsed);
    }

    [Theory]
    [InlineData("x.20261399_256199.mutx.backup")]
    [InlineData("x.20260229_100000.mutx.backup")]
    [InlineData("x.20260131_240000.mutx.backup")]
    [InlineData("x.00000101_000000.mutx.backup")]
    [InlineData("x.20260131_100000-0.mutx.backup")]
    [InlineData("x.20260131_100000-01.mutx.backup")]
    [InlineData("x.20260131_100000-12345678901234567890.mutx.backup")]
    [InlineData(".20260131_100000.mutx.backup")]
    [InlineData(".mutx.backup")]
    [InlineData("file.backup")]
    [InlineData("file.bak")]
    [InlineData("file.20260125.backup")]
    [InlineData("f.MUTX.BACKUP")]
    public void What_only_looks_like_a_backup_is_none(string name) =>
        Assert.False(BackupName.TryParse(name, Suffix, out _));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("x/../../out")]
    [InlineData("a\0b")]
    public void A_suffix_that_would_lead_elsewhere_is_refused(string suffix) =>
        Assert.Throws<ArgumentException>(() => new BackupOptions { Suffix = suffix });

    private static DateTime ToSecond(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Unspecified);
}
