using Mutx.Locking;
using Mutx.Platform;
using Mutx.TestKit;
using Mutx.Updating;

namespace Mutx.Tests.Updating;

public sealed class LeftoversTests : IDisposable
{
    private const string Staged = ".f.0123456789abcdef.mutx.tmp";
    private const string Private = ".f.mutx.claim.new-0123456789abcdef";
    private const string Right = ".f.mutx.claim.taken-0123456789abcdef";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_killed_writers_and_claimants_left_goes_and_all_else_stays()
    {
        PutLeftovers();
        _directory.Write("f", "content");
        _directory.Write(".f.mutx.tmp", "not ours");
        Assert.Equal(3, Leftovers.Sweep(Disk.Current, _directory.Path, ReplaceOptions.Default));
        _directory.AssertEntries("f", ".f.mutx.tmp");
    }

    [Fact]
    public async Task The_first_replacement_in_a_directory_clears_it_and_none_where_it_was_told_not_to()
    {
        PutLeftovers();
        await LockedFile.ReplaceAsync(
            _directory["f"], "1"u8.ToArray(), new ReplaceOptions { LeftoverSweep = LeftoverSweep.Never }, TestContext.Current.CancellationToken);
        _directory.AssertEntries("f", Staged, Private, Right);
        await LockedFile.ReplaceAsync(_directory["f"], "2"u8.ToArray(), cancellationToken: TestContext.Current.CancellationToken);
        await Eventually.IsTrue(() => _directory.Entries.Count == 1, "the leftovers are gone");
        _directory.AssertEntries("f");
    }

    [Fact]
    public void A_directory_that_is_gone_is_no_concern()
    {
        Assert.Equal(0, Leftovers.Sweep(Disk.Current, _directory["missing"], ReplaceOptions.Default));
    }

    private void PutLeftovers()
    {
        ClaimRecord own = ClaimRecord.Create(ProcessIdentity.Current, "x", TimeProvider.System.GetUtcNow(), null);
        ClaimRecord ended = own with { ProcessId = ClaimRecord.MaxProcessId, Started = null };
        _directory.Write(Staged, "half");
        _directory.Write(Private, ended.ToBytes());
        _directory.Write(Right, ended.ToBytes());
    }
}
