using System.Globalization;
using Mutx.Powercut;
using Mutx.Writing;

// Cuts real filesystems off in mid-write and looks at what is left of what was acknowledged. Needs root and a mount
// namespace of its own; powercut.sh gives it both. Prints one line of figures; judges nothing.
if (args.Length < 4 || args[0] is not ("ext4" or "xfs" or "btrfs"))
{
    Console.Error.WriteLine(
        "usage: Mutx.Powercut ext4|xfs|btrfs library|write|update|record|careless full|file|none CUTS [stopped] [PROGRAM]\n"
        + "  record    writes records, always with full durability\n"
        + "  careless  doesn't sync its files, whatever is asked for\n"
        + "  stopped   lets the writers end after a few writes, so that the cut comes right after an acknowledgement");
    return 1;
}

Durability durability = args[2] switch
{
    "full" => Durability.Full,
    "file" => Durability.FileOnly,
    "none" => Durability.None,
    _ => throw new ArgumentException($"'{args[2]}' is no durability: full, file, none"),
};
bool stopped = args.Contains("stopped");
string? program = args.Skip(4).FirstOrDefault(each => each != "stopped");
string work = Directory.CreateDirectory(
    Path.Join(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"mutx-powercut-{Guid.NewGuid():N}")).FullName;
try
{
    using Volume volume = args[0] == "btrfs" ? new SnapshotVolume(work) : new ShutdownVolume(work, args[0]);
    IWriter writer = args[1] switch
    {
        "library" => new LibraryWriter(durability, work),
        "record" => new RecordWriter(work),
        "careless" => new CarelessWriter(),
        _ => new ProgramWriter(program ?? throw new ArgumentException("which program?"), args[1], args[2], work),
    };
    var experiment = new Experiment(volume, writer, stopped);
    experiment.Run(int.Parse(args[3], CultureInfo.InvariantCulture));
    Console.WriteLine($"{args[0]} {args[1]} {args[2]}{(stopped ? " stopped" : "")}: {experiment.Verdict}");
    return 0;
}
finally
{
    Remove(work);
}

// A program that was writing when the disk went away may make its lock file once more while this removes them.
static void Remove(string directory)
{
    for (int left = 100; ; left--)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
            return;
        }
        catch (IOException) when (left > 0 && Directory.Exists(directory))
        {
            Thread.Yield();
        }
    }
}
