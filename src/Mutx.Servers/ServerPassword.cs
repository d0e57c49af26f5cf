using Mutx.Cli.CommandLine;
using Mutx.Cli.Streams;
using Mutx.Primitives;

#pragma warning disable RS0030 // System.IO.File: a file of the user's own with a password, which may be a pipe of his shell's

namespace Mutx.Servers;

/// <summary>A password that stands in a file.</summary>
internal static class ServerPassword
{
    /// <summary>The first line of the file that the environment names; null if it names none.</summary>
    /// <exception cref="MutxException">It can't be read.</exception>
    public static string? FromFile()
    {
        if (ProgramEnvironment.Get(EnvironmentTable.LockPasswordFile) is not { } path)
        {
            return null;
        }

        try
        {
            using StreamReader file = File.OpenText(path);
            return file.ReadLine() ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MutxException(MutxError.InputFailed, $"cannot read the password of the lock server: {e.Message}", e)
            {
                Path = path,
                Hint = $"correct {EnvironmentTable.LockPasswordFile}",
            };
        }
    }
}
