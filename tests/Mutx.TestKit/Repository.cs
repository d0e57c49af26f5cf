namespace Mutx.TestKit;

/// <summary>Where this repository lies: the nearest directory above the tests that holds Mutx.slnx.</summary>
public static class Repository
{
    private static readonly Lazy<string> Found = new(Find);

    public static string Root => Found.Value;

    /// <summary>The test host: the library in a process of its own.</summary>
    public static string TestHost => Executable("Mutx.TestHost");

    /// <summary>The .NET that runs these tests, for programs that are started without the developer's environment.</summary>
    public static string DotnetRoot =>
        Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>A program of the tests, built in the same configuration as the tests that ask for it.</summary>
    public static string Executable(string project)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(Root, "artifacts", "bin", project, configuration, project);
    }

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
