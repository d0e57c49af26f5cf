using System.Runtime.InteropServices;

namespace Mutx.Cli.Processes;

/// <summary>Words as C wants them: UTF-8, each ended by NUL, the list ended by a null pointer.</summary>
internal sealed unsafe class NativeWords : IDisposable
{
    public NativeWords(IReadOnlyList<string> words)
    {
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)words.Count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < words.Count; i++)
        {
            Pointer[i] = (byte*)Marshal.StringToCoTaskMemUTF8(words[i]);
        }
    }

    public byte** Pointer { get; }

    public void Dispose()
    {
        for (byte** word = Pointer; *word is not null; word++)
        {
            Marshal.FreeCoTaskMem((nint)(*word));
        }

        NativeMemory.Free(Pointer);
    }
}
