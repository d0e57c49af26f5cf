using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>Starts the runtime's thread for signals: a handler proper may do next to nothing, so the runtime's writes
    /// the signal's number to a pipe, and that thread reads it.</summary>
    /// <returns>0 if it failed; the reason is in errno.</returns>
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_InitializeTerminalAndSignalHandling", SetLastError = true)]
    internal static partial int InitializeTerminalAndSignalHandling();

    /// <summary>Has that thread call this, with the system's number of a signal and the runtime's own; 0 from it means
    /// that the default action is wanted.</summary>
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_SetPosixSignalHandler")]
    internal static partial void SetPosixSignalHandler(delegate* unmanaged<int, int, int> handler);

    /// <summary>Has a signal taken that way, unless it is ignored.</summary>
    /// <returns>0 if it failed; the reason is in errno.</returns>
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_EnablePosixSignalHandling", SetLastError = true)]
    internal static partial int EnablePosixSignalHandling(int signal);
}
