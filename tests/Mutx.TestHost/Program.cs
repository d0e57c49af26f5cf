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
//   take-turns DIRECTORY   locks four paths there in turn, until standard input ends; says how often, and how often
//                          somebody else was inside as well
//   keep-house DIRECTORY   sweeps it again and again, until standard input ends; says how much it removed
//   hold FILE              holds the lock of FILE until standard input ends
//   acquire FILE TIME      says whether the lock of FILE is to be had within so many milliseconds
//   put FILE TEXT [keep]   replaces FILE by a text, and keeps the old content as a backup
//   change STORE DIR ID N  changes the queue, tokens, index or record of names in DIR N times, and says "ack ID-I" when
//                          change I is durable
//   change-by-claim STORE DIR ID STALE-MS [EVENT]
//                          changes it once under a claim, and stops itself at that event of the log
//   end HOW FILE METHOD    takes the lock of FILE, and at a line on standard input ends by return, exception, failfast,
//                          overflow (of the stack) or signal (which it waits for)
//   churn FILE METHOD MARKER COUNT GOAL
//                          takes the lock of FILE until the file COUNT has GOAL bytes, alone with MARKER each time
//   judge claim FILE STALE-MS, judge feature ROOT NAME
//                          takes and releases on command, and stops in the middle, see ClaimCommands
//   locksets COUNT FILE...  takes the locks of all FILEs together, COUNT times
//   queue FILE COUNT       lets COUNT tasks wait for the lock of FILE, which it holds itself; says how many threads it
//                          has more for that, lets go when standard input ends, and says in which order they had it
//   elsewhere FROM TO      names locks and stores by relative paths in FROM, and uses them in TO
switch (args)
{
    case ["elsewhere", string from, string to]:
        await Elsewhere.UseAsync(from, to).ConfigureAwait(false);
        return 0;

    case ["replace", string file, string count]:
        Console.WriteLine("ready");
        for (int version = 0; version < int.Parse(count, CultureInfo.InvariantCulture); version++)
        {
            await Replace(file, version).ConfigureAwait(false);
        }

        return 0;

    case ["take-turns", string directory]:
        Console.WriteLine(new Turns(directory).Run());
        return 0;

    case ["keep-house", string directory]:
        Console.WriteLine(House.Keep(directory));
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

    case ["change-by-claim", string store, string directory, string id, string stale, .. string[] stopAt]:
        return await StoreChanges.MakeByClaimAsync(
            store, directory, id, TimeSpan.FromMilliseconds(int.Parse(stale, CultureInfo.InvariantCulture)), stopAt.FirstOrDefault()).ConfigureAwait(false);

    case ["end", string how, string file, string method]:
        return ClaimCommands.End(new FileLock(file, By(method)), how);

    case ["churn", string file, string method, string marker, string count, string goal]:
        return ClaimCommands.Churn(new FileLock(file, By(method)), marker, count, long.Parse(goal, CultureInfo.InvariantCulture));

    case ["judge", "claim", string file, string stale]:
        TimeSpan staleAfter = TimeSpan.FromMilliseconds(int.Parse(stale, CultureInfo.InvariantCulture));
        return ClaimCommands.JudgeClaims(file, By("claim") with { ClaimStaleAfter = staleAfter });

    case ["judge", "feature", string root, string name]:
        return ClaimCommands.JudgeFeatures(root, name);

    case ["locksets", string count, .. string[] files]:
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync().ConfigureAwait(false);
        for (int i = 0; i < int.Parse(count, CultureInfo.InvariantCulture); i++)
        {
            await using LockSet set = await LockSet.AcquireAllAsync(files).ConfigureAwait(false);
            set.EnsureHeld();
        }

        return 0;

    case ["queue", string file, string count]:
        await Queue(new FileLock(file), int.Parse(count, CultureInfo.InvariantCulture)).ConfigureAwait(false);
        return 0;

    case ["acquire", string file, string time]:
        using (FileLockHandle? held = new FileLock(file).TryAcquire(timeout: TimeSpan.FromMilliseconds(int.Parse(time, CultureInfo.InvariantCulture))))
        {
            Console.WriteLine(held is null ? "timed out" : "acquired");
        }

        return 0;

    case ["put", string file, string text, .. string[] keep]:
        LockedFile.Replace(
            file,
            System.Text.Encoding.UTF8.GetBytes(text),
            new ReplaceOptions { Backup = keep is ["keep"] ? Mutx.Backups.BackupOptions.Default : null });
        return 0;

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

static async Task Queue(FileLock fileLock, int count)
{
    const string WaiterName = "mutx lock waite"; // the kernel keeps fifteen characters of a thread's name
    var order = new List<int>();
    FileLockHandle held = await fileLock.AcquireAsync().ConfigureAwait(false);
    Task[] waiting = [.. Enumerable.Range(0, count).Select(async number =>
    {
        await using FileLockHandle mine = await fileLock.AcquireAsync().ConfigureAwait(false);
        order.Add(number);
    })];
    int waiters = 0;
    while (waiters == 0)
    {
        await Task.Delay(1).ConfigureAwait(false);
        waiters = Directory.GetDirectories("/proc/self/task").Count(task => File.ReadAllText(Path.Join(task, "comm")).Trim() == WaiterName);
    }

    Console.WriteLine($"threads {waiters}");
    await Console.In.ReadToEndAsync().ConfigureAwait(false);
    await held.DisposeAsync().ConfigureAwait(false);
    await Task.WhenAll(waiting).ConfigureAwait(false);
    Console.WriteLine(string.Join(' ', order));
}
