using System.Diagnostics;

namespace Mutx.Powercut;

/// <summary>The native program: write, or update by a command that ignores what was there.</summary>
internal sealed class ProgramWriter(string program, string command, string durability, string work) : IWriter
{
    private const int Failed = 1;
    private const int CommandFailed = 4;

    public bool TryWrite(string path, byte[] content)
    {
        string[] arguments = [command, path, "--durability", durability, "--lock-dir", Path.Join(work, "locks")];
        string input = Path.Join(work, $"{Path.GetFileName(path)}.input");
        File.WriteAllBytes(input, content);
        arguments = command == "write"
            ? [.. arguments, "-i", input]
            : [.. arguments, "--create", "--", "cat", input];
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode switch
        {
            0 => error.Length == 0,
            Failed or CommandFailed => false,
            int status => throw new InvalidOperationException($"{program} ended with {status}: {error}"),
        };
    }
}
