using System.Globalization;

namespace Mutx.Processes.Tests;

/// <summary>A write holds a fixed amount of its input in memory, whatever its length.</summary>
public sealed class MemoryUse
{
    [Theory]
    [InlineData]
    [InlineData("--stream")]
    public async Task Memory_stays_small_however_much_is_read(params string[] options)
    {
        const int Megabytes = 200;
        const int LargestMemory = 32 << 10;
        using Sandbox sandbox = new();
        byte[] megabyte = new byte[1 << 20];
        using RunningProgram writer = sandbox.Mutx(["file", "--durability", "none", .. options]).Start();
        for (int i = 0; i < Megabytes; i++)
        {
            await writer.FeedAsync(megabyte);
        }

        await writer.HasReadItsInput();
        string peak = File.ReadLines($"/proc/{writer.Pid}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));

        Assert.InRange(int.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture), 1, LargestMemory);
        writer.CloseInput();
        (await writer.WaitAsync()).AssertStatus(0);
        Assert.Equal((ulong)Megabytes << 20, FileState.Of(sandbox.Files["file"]).Size);
    }
}
