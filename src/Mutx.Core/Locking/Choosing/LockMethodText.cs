namespace Mutx.Locking;

/// <summary>Methods of locking as words, the same in options, in the environment and in files.</summary>
public static class LockMethodText
{
    /// <summary>All of them, for messages.</summary>
    public const string Words = "auto, kernel, claim";

    /// <summary>Reads a word.</summary>
    /// <param name="text">The word.</param>
    /// <param name="method">What it stands for.</param>
    /// <returns>Whether it stands for anything.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out LockMethod method)
    {
        LockMethod? found = text switch
        {
            "auto" => LockMethod.Auto,
            "kernel" => LockMethod.Kernel,
            "claim" => LockMethod.Claim,
            _ => null,
        };
        method = found.GetValueOrDefault();
        return found is not null;
    }
}
