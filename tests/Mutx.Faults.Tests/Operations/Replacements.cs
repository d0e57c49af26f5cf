using System.Text;
using Mutx.Faults.Tests.Disks;
using Mutx.Interop;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Updating;
using Mutx.Writing;

namespace Mutx.Faults.Tests.Operations;

/// <summary>The ways in which the library replaces a file.</summary>
internal static class Replacements
{
    private static readonly byte[] Piece = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i >> 8))];

    // More than what is held until the commit before it is flushed.
    private static readonly byte[] Large = [.. Enumerable.Range(0, 5 * 1024 * 1024).Select(i => (byte)(i >> 8))];
    private static readonly AtomicFileOptions Streamed = new() { BufferLimit = 0 };

    public static IReadOnlyList<Operation> All =>
    [
        .. WithoutLock("atomic file over an old one", AtomicFileOptions.Default),
        .. WithoutLock("atomic file, streamed", Streamed),
        ReplaceOperation.Locked("locked over an old one"),
        ReplaceOperation.Locked("locked, a new one").Over(null),
        ReplaceOperation.Locked("locked, streamed", o => o with { File = Streamed }),
        ReplaceOperation.Locked("locked, large, streamed", o => o with { File = Streamed }, bytes: Large),
        ReplaceOperation.Locked("locked, copied from a file", o => o with { File = Streamed }, CopyFromFile, Piece)
            .Where(place => File.WriteAllBytes(place["input"], Piece), "input"),
        ReplaceOperation.Locked("no wait", o => o with { LockTimeout = TimeSpan.Zero }),
        ReplaceOperation.Locked("locked while it is produced", o => o with { Scope = LockScope.Production }),
        ReplaceOperation.Locked("if changed, and it is", o => o with { IfChanged = true }, bytes: "the 0ld content"u8.ToArray()),
        ReplaceOperation.Locked("if changed, and it is not", o => o with { IfChanged = true }, bytes: "the old content"u8.ToArray()),
        ReplaceOperation.Locked("if it has a digest", o => o with { IfMatch = ContentCondition.Sha256(DigestOfOld) }),
        ReplaceOperation.Locked("if it is absent", o => o with { IfMatch = ContentCondition.Absent }).Over(null),
        ReplaceOperation.Locked("validated", o => o with { RequireNonEmpty = true, Validate = content => content.OpenRead().Dispose() }),
        ReplaceOperation.Locked("mode, owner and attributes", WithMetadata).Where(AddAttribute),
        ReplaceOperation.Locked("owner if possible", o => o with { File = new() { Owner = OwnerPolicy.TryPreserve } }),
        ReplaceOperation.Locked("through a link", o => o with { File = new() { Symlinks = SymlinkPolicy.Follow } }).Where(MakeLink, "real"),
        ReplaceOperation.Locked("with a fencing token", o => o with { File = new() { FencingToken = new FencingToken("s", "l", 1, 8) } })
            .Where(place => Fence(place, 7)),
        ReplaceOperation.Locked("past a fence", o => o with { File = new() { FencePolicy = FencePolicy.Ignore } }).Where(place => Fence(place, 7)),
        ReplaceOperation.Locked("not durable", o => o with { File = new() { Durability = Durability.None } }),
        ReplaceOperation.Locked("an orphan in its way").Where(AddOrphan, OrphanName),
        .. OnPoorFilesystems(),
    ];

    private static string OrphanName => StagingName.OfTarget("target");

    private static string DigestOfOld => Primitives.Sha256.Hex("the old content"u8);

    private static IEnumerable<Operation> WithoutLock(string name, AtomicFileOptions options)
    {
        var operation = new ReplaceOperation(name, (disk, place) =>
        {
            using AtomicWriter writer = AtomicFile.Create(disk, place.Target, options);
            writer.Write("the new content, "u8);
            writer.Write("which is longer"u8);
            writer.Commit();
        });
        yield return operation;
        yield return new ReplaceOperation($"{name}, but there is none", operation.Act) { Old = null };
    }

    private static IEnumerable<Operation> OnPoorFilesystems()
    {
        (string, Disk)[] disks =
        [
            ("without unnamed files", PlainDisk.WithoutUnnamedFiles),
            ("without a rename that refuses", PlainDisk.WithoutNoReplace),
            ("without links", PlainDisk.WithoutLinks),
            ("that syncs no unnamed files", PlainDisk.NamesBeforeSync),
        ];
        foreach ((string words, Disk disk) in disks)
        {
            yield return ReplaceOperation.Locked($"over an old one on a filesystem {words}").On(disk);
            yield return ReplaceOperation.Locked($"a new one on a filesystem {words}").On(disk).Over(null);
        }
    }

    private static ReplaceOptions WithMetadata(ReplaceOptions options) => options with
    {
        File = new AtomicFileOptions { Owner = OwnerPolicy.Preserve, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite },
    };

    private static void CopyFromFile(Workplace place, AtomicWriter writer)
    {
        using FileStream input = File.OpenRead(place["input"]);
        writer.CopyFrom(input.SafeFileHandle, "input");
    }

    private static void AddAttribute(Workplace place) => SetAttribute(place, "user.test", "kept");

    private static void Fence(Workplace place, long counter) => SetAttribute(place, Disk.FenceAttribute, new FencingToken("s", "l", 1, counter).ToString());

    private static unsafe void SetAttribute(Workplace place, string name, string text)
    {
        using FileStream target = File.OpenRead(place.Target);
        byte[] value = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = value)
        {
            Assert.Equal(0, Libc.fsetxattr(target.SafeFileHandle, name, start, value.Length, 0));
        }
    }

    private static void MakeLink(Workplace place)
    {
        File.Move(place.Target, place["real"]);
        File.CreateSymbolicLink(place.Target, "real");
    }

    private static void AddOrphan(Workplace place) => File.WriteAllText(place[OrphanName], "half of some");
}
