using Mutx.Features;
using Mutx.Platform;
using Mutx.TestKit;

namespace Mutx.Tests.Features;

public sealed class FeatureSweepTests : IDisposable
{
    private const string Hex = "0123456789abcdef";

    private readonly TempDirectory _directory = new();
    private readonly SettableTime _time = new(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_was_left_by_those_killed_while_they_took_a_lock_goes_and_what_is_fresh_or_no_record_stays()
    {
        byte[] old = new FeatureRecord(42, _time.Now.AddMinutes(-6)).ToBytes();
        _directory.Write($".lock.new-{Hex}", old);
        _directory.Write($".lock.taken-{Hex}", old);
        _directory.Write(".lock", old);
        _directory.Write($".lock.new-1{Hex[1..]}", new FeatureRecord(42, _time.Now).ToBytes());
        _directory.Write($".lock.taken-1{Hex[1..]}", "important");
        using DiskDirectory open = Disk.Current.OpenDirectory(_directory.Path);
        foreach (string name in _directory.Entries)
        {
            bool isStale = FeatureSweep.IsStale(Disk.Current, open, name, _time);
            Assert.Equal(isStale, FeatureSweep.TryRemove(Disk.Current, open, name, _time));
        }

        _directory.AssertEntries(".lock", $".lock.new-1{Hex[1..]}", $".lock.taken-1{Hex[1..]}");
    }

    [Fact]
    public void A_lock_goes_when_it_is_stale()
    {
        _directory.Write(".lock", new FeatureRecord(42, _time.Now.AddHours(-3)).ToBytes());
        using DiskDirectory open = Disk.Current.OpenDirectory(_directory.Path);
        Assert.True(FeatureSweep.TryRemove(Disk.Current, open, ".lock", _time));
        _directory.AssertEntries();
    }
}
