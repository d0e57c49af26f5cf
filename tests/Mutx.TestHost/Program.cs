using System.Globalization;
using Mutx.Locking;
using Mutx.TestHost;
using Mutx.TestKit;
using Mutx.Updating;
using Mutx.Writing;

// The program that tests start as another process. Its commands use the library as a user's program would, say on
// standard output when they are ready, and end with 0.
//
//   replace FILE COUNT     replaces FILE by version 0 to COUNT-1, in turn by each way the library has
//   hold FILE              holds the lock of FILE until standard input ends
//   change STORE DIR ID N  changes the queue, tokens or index in DIR N times, and says "ack ID-I" when change I is durable
//   end HOW FILE METHOD    takes the lock of FILE, and at a line on standard input ends by return, exception, failfast,
//                          overflow (of the stack) or signal (which it waits for)
//   churn FILE METHOD MARKER COUNT GOAL
//                          takes the lock of FILE until the file COUNT has GOAL bytes, alone with MARKER each time
//   judge claim FILE STALE-MS, judge feature ROOT NAME
//                          takes and releases on command, and stops in the middle, see ClaimCommands
switch (args)
{
    case ["replace", string file, string count]:
        Console.WriteLine("ready");
        for (int version = 0; version < int.Parse(count, CultureInfo.InvariantCulture); version++)
        {
            await Replace(file, version).ConfigureAwait(false);
        }

        return 0;

    case ["hold", string file]:
        using (new FileLock(file).Acquire())
        {
            Console.WriteLine("ready");
            await Console.In.ReadToEndAsync().ConfigureAwait(false);
        }

        return 0;

    case ["change", string store, string directory, string id, string count]:
        return await StoreChanges.MakeAsync(store, directory, id, int.Parse(count, CultureInfo.InvariantCulture)).ConfigureAwait(false);

    case ["end", string how, string file, string method]:
        return ClaimCommands.End(new FileLock(file, By(method)), how);

    case ["churn", string file, string method, string marker, string count, string goal]:
        return ClaimCommands.Churn(new FileLock(file, By(method)), marker, count, long.Parse(goal, CultureInfo.InvariantCulture));

    case ["judge", "claim", string file, string stale]:
        TimeSpan staleAfter = TimeSpan.FromMilliseconds(int.Parse(stale, CultureInfo.InvariantCulture));
        return ClaimCommands.JudgeClaims(file, By("claim") with { ClaimStaleAfter = staleAfter });

    case ["judge", "feature", string root, string name]:
        return ClaimCommands.JudgeFeatures(root, name);

    default:
        await Console.Error.WriteLineAsync($"TestHost: there is no such command: {string.Join(' ', args)}").ConfigureAwait(false);
        return 1;
}

static FileLockOptions By(string method) => LockMethodText.TryParse(method, out LockMethod parsed)
    ? FileLockOptions.Default with { Method = parsed }
    : throw new ArgumentException(method);

static async Task Replace(string file, int version)
{
    byte[] content = Versions.Content(version);
    switch (version % 3)
    {
        case 0:
            LockedFile.Replace(file, content);
            break;
        case 1:
            await LockedFile.ReplaceAsync(file, new MemoryStream(content)).ConfigureAwait(false);
            break;
        default:
            AtomicFile.WriteAllBytes(file, content);
            break;
    }
}
