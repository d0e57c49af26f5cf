namespace Mutx.TestKit;

/// <summary>
/// What a test needs of the machine. Where it is missing the test is skipped and says why; under CI=true it fails,
/// since a suite that quietly skips proves nothing.
/// </summary>
public static class Need
{
    public static void Root() =>
        Have(Posix.EffectiveUser() == 0, "this test changes owners, users or mounts: run it as root");

    /// <summary>A command, and the Debian package that brings it.</summary>
    public static void Package(string command, string package) =>
        Have(IsCommand(command), $"{command} is missing: apt-get install {package}");

    public static void Command(string command) => Package(command, command);

    public static void File(string path) => Have(System.IO.Path.Exists(path), $"{path} is missing on this machine");

    public static void Have(bool present, string reason)
    {
        if (present)
        {
            return;
        }

        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Xunit.Assert.Fail(reason);
        }

        Xunit.Assert.Skip(reason);
    }

    private static bool IsCommand(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/sbin"])
            .Any(directory => System.IO.File.Exists(Path.Combine(directory, command)));
}
