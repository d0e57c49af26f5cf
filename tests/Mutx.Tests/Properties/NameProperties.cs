using System.Text;
using FsCheck.Fluent;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Tests.Properties;

public sealed class NameProperties
{
    [Fact]
    public void A_lock_file_name_fits_every_filesystem_and_depends_on_the_path_alone() =>
        Samples.Hold(Samples.CanonicalPath, path =>
        {
            string name = LockPath.NameFor(path);
            return Encoding.UTF8.GetByteCount(name) <= 255
                && !name.Contains('/') && !name.Contains('\0')
                && name.EndsWith(".lock", StringComparison.Ordinal)
                && name == LockPath.NameFor(path);
        });

    [Fact]
    public void Two_paths_have_two_lock_file_names() =>
        Samples.Hold(
            from one in Samples.CanonicalPath
            from other in Samples.CanonicalPath
            select (one, other),
            pair => Same(pair.one, pair.other) || LockPath.NameFor(pair.one) != LockPath.NameFor(pair.other));

    [Fact]
    public void A_staging_name_fits_and_shows_the_start_of_the_name() =>
        Samples.Hold(Samples.FileName, file =>
        {
            string name = StagingName.Random(Disk.Current, file);
            return Encoding.UTF8.GetByteCount(name) <= FileName.MaxBytes
                && name[0] == '.' && name.EndsWith(".mutx.tmp", StringComparison.Ordinal)
                && name != StagingName.Random(Disk.Current, file)
                && StagingName.OfTarget(file) == StagingName.OfTarget(file);
        });

    [Fact]
    public void A_claim_s_name_fits_and_is_its_own_whatever_comes_and_goes_beside_it() =>
        Samples.Hold(Samples.FileName, file =>
        {
            string claim = ClaimName.Of(Disk.Current, file);
            string right = ClaimName.Compose(claim, ClaimName.RightSuffix("{}"u8));
            string fresh = ClaimName.Private(Disk.Current, claim);
            return new[] { claim, right, fresh }.All(name => Encoding.UTF8.GetByteCount(name) <= FileName.MaxBytes && name[0] == '.')
                && ClaimName.IsClaim(claim) && !ClaimName.IsRight(claim) && !ClaimName.IsPrivate(claim)
                && ClaimName.IsRight(right) && !ClaimName.IsPrivate(right) && !ClaimName.IsClaim(right)
                && ClaimName.IsPrivate(fresh) && !ClaimName.IsRight(fresh) && !ClaimName.IsClaim(fresh);
        });

    [Fact]
    public void Two_long_names_that_begin_alike_have_two_claims()
    {
        string name = new('n', 255);
        Assert.NotEqual(ClaimName.Of(Disk.Current, name), ClaimName.Of(Disk.Current, name[..^1] + "x"));
    }

    [Fact]
    public void A_resource_name_can_never_lead_out_of_its_directory() =>
        Samples.Hold(Samples.Text, text =>
            !ResourceName.IsValid(text)
            || (Path.GetFullPath(text, "/base/dir") == $"/base/dir/{text}" && text[0] is not ('.' or '-') && text.All(char.IsAscii)));

    [Fact]
    public void A_path_is_split_into_directory_and_name_without_loss() =>
        Samples.Hold(Samples.CanonicalPath, path =>
        {
            (string parent, string name) = ResolvedPath.Split(path);
            return parent + name == path && !name.Contains('/');
        });

    // Lone surrogates all become the same bytes, and so do the paths.
    private static bool Same(string one, string other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(other));
}
