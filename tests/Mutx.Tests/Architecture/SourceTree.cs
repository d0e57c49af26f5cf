namespace Mutx.Tests.Architecture;

/// <summary>The sources as text, for tests that check the house itself.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every source file below a folder of the repository, with its path from there.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string folder)
    {
        string root = System.IO.Path.Join(Root, folder);
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            yield return (System.IO.Path.GetRelativePath(root, file), File.ReadAllText(file));
        }
    }

    private static string FindRoot()
    {
        for (string? at = AppContext.BaseDirectory; at is not null; at = System.IO.Path.GetDirectoryName(at))
        {
            if (File.Exists(System.IO.Path.Join(at, "Mutx.slnx")))
            {
                return at;
            }
        }

        throw new InvalidOperationException("The tests do not run below the repository.");
    }
}
