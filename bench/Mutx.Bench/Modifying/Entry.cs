namespace Mutx.Bench.Modifying;

/// <summary>The record that is changed: a counter, and what makes it 1 KiB.</summary>
internal sealed class Entry
{
    public long Count { get; set; }

    public string Filler { get; set; } = new('x', 980);
}
