using System.Globalization;
using Mutx.Locking;

/// <summary>Takes the locks of a few paths in turn, and looks each time whether it is alone inside.</summary>
internal sealed class Turns(string directory)
{
    private const int Paths = 4;

    public string Run()
    {
        Console.WriteLine("ready");
        var end = Task.Run(Console.In.ReadToEnd); // its own asynchronous method blocks
        int turns = 0;
        int overlaps = 0;
        while (!end.IsCompleted)
        {
            string path = Path.Join(directory, $"f{turns++ % Paths}");
            using (new FileLock(path).Acquire())
            {
                overlaps += IsAlone(path + ".inside") ? 0 : 1;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"turns {turns} overlaps {overlaps}");
    }

    /// <summary>Whoever is inside has a file there that can be made only once.</summary>
    private static bool IsAlone(string mark)
    {
        try
        {
            using (new FileStream(mark, FileMode.CreateNew))
            {
                Thread.Yield();
            }

            File.Delete(mark);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
