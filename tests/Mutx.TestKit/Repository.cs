namespace Mutx.TestKit;

/// <summary>Where this repository lies: the nearest directory above the tests that holds Mutx.slnx.</summary>
public static class Repository
{
    private static readonly Lazy<string> Found = new(Find);

    public static string Root => Found.Value;

    private static string Find()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            if (File.Exists(Path.Combine(d.FullName, "Mutx.slnx")))
            {
                return d.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No directory above {AppContext.BaseDirectory} holds Mutx.slnx.");
    }
}
