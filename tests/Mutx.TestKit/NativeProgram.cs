namespace Mutx.TestKit;

/// <summary>The native program under test: <c>artifacts/mutx</c> of this repository, or what MUTX_TEST_PROGRAM names.</summary>
public static class NativeProgram
{
    private static readonly Lazy<string> Found = new(Find);

    public static string Path => Found.Value;

    private static string Find()
    {
        string? chosen = Environment.GetEnvironmentVariable("MUTX_TEST_PROGRAM");
        string path = string.IsNullOrEmpty(chosen) ? System.IO.Path.Combine(Repository.Root, "artifacts", "mutx") : chosen;
        return File.Exists(path)
            ? System.IO.Path.GetFullPath(path)
            : throw new FileNotFoundException($"There is no program at {path}. Build it with ./build.sh, or name one in MUTX_TEST_PROGRAM.");
    }
}
