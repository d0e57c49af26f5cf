using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Providers.Host;
using Mutx.Updating;
using Mutx.Writing;

// Another process, or machine, that uses a provider: the first argument, see Providers. Moments are of CLOCK_MONOTONIC, which all
// processes share, in milliseconds.
//
//   turns NAME COUNT DIRECTORY   takes the lock COUNT times, see Turns
//   hold NAME                    takes the lock and says "held TOKEN MOMENT", and "lost REASON MOMENT" when it is; then
//                                does what lines on standard input say, and answers each in a line:
//                                verify, ensure, write TEXT (to the register), replace PATH (a file, with the token), release
//   open NAME                    as hold, but takes the lock only when a line says "take"
string provider = args[0];
ILockProvider locks = Providers.From(provider);
switch (args[1..])
{
    case ["turns", string name, string count, string directory]:
        Console.WriteLine(await Turns.TakeAsync(locks.Get(name), int.Parse(count, CultureInfo.InvariantCulture), directory));
        return 0;

    case ["hold", string name]:
        return await ServeAsync(await TakeAsync(locks.Get(name)), locks.Get(name));

    case ["open", string name]:
        Console.WriteLine("ready");
        return await ServeAsync(null, locks.Get(name));

    default:
        Console.Error.WriteLine($"Providers.Host: there is no such command: {string.Join(' ', args)}");
        return 1;
}

static bool Replace(string path, FencingToken token)
{
    try
    {
        LockedFile.Replace(
            path,
            Encoding.UTF8.GetBytes(token.ToString()),
            new ReplaceOptions { File = new AtomicFileOptions { FencingToken = token }, Lock = new FileLockOptions { LockFile = path + ".lock" } });
        return true;
    }
    catch (FencedException)
    {
        return false;
    }
}

async Task<int> ServeAsync(ILockHandle? held, ILock wanted)
{
    while (await Console.In.ReadLineAsync() is { } line)
    {
        switch (line.Split(' ', 2))
        {
            case ["take"]:
                held = await TakeAsync(wanted);
                break;
            case ["verify"]:
                Console.WriteLine($"verified {await held!.VerifyAsync()}");
                break;
            case ["ensure"]:
                Console.WriteLine($"ensured {Ensure(held!)}");
                break;
            case ["write", string text]:
                Console.WriteLine($"written {await Register.WriteAsync(provider, held!.FencingToken!, text)}");
                break;
            case ["replace", string path]:
                Console.WriteLine($"replaced {Replace(path, held!.FencingToken!)}");
                break;
            case ["release"]:
                Console.WriteLine($"released {await held!.ReleaseAsync()}");
                break;
            default:
                Console.WriteLine($"unknown {line}");
                break;
        }
    }

    return 0;
}

static async Task<ILockHandle> TakeAsync(ILock wanted)
{
    ILockHandle held = await wanted.AcquireAsync();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held {held.FencingToken!.Epoch}.{held.FencingToken.Counter} {Moment()}"));
    held.LockLost.Register(() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"lost {held.LossReason} {Moment()}")));
    return held;
}

static bool Ensure(ILockHandle held)
{
    try
    {
        held.EnsureHeld();
        return true;
    }
    catch (LockLostException)
    {
        return false;
    }
}

static double Moment() => Math.Round(Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency, 3);
