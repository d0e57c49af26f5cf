using System.Globalization;
using Mutx.Soak;

// Processes that want one lock, under fire: they wait, time out, cancel, are killed and stopped, while lock files are
// swept away under their hands. Prints one line of figures, and each overlap it saw on standard error; judges nothing.
switch (args)
{
    case ["contend", string directory, string method]:
        return await new Contender(directory, method).RunAsync().ConfigureAwait(false);

    case [("kernel" or "claim" or "none") and var method, var processes, var seconds]:
        string work = Directory.CreateTempSubdirectory("mutx-soak-").FullName;
        try
        {
            using var field = new Battlefield(work, method, int.Parse(processes, CultureInfo.InvariantCulture));
            Figures figures = field.Run(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
            Console.WriteLine($"{method}: {figures}");
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

    default:
        Console.Error.WriteLine("usage: Mutx.Soak kernel|claim|none PROCESSES SECONDS\n  none  takes no lock at all, and has to be found out");
        return 1;
}
