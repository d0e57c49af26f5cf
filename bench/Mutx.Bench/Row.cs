namespace Mutx.Bench;

/// <summary>One thing that is measured, and what it is measured beside. To add one: derive from this, and name it in <see cref="AllRows"/>.</summary>
internal abstract class Row
{
    /// <summary>The word that selects this row: <c>bench/run.sh NAME</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What is done, and who the peer is, in a line.</summary>
    public abstract string Summary { get; }

    /// <summary>Measures, both sides in turns within this call, and returns the lines of the table.</summary>
    public abstract IReadOnlyList<Figure> Measure(Workbench bench);
}
