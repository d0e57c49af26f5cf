namespace Mutx.Primitives;

/// <summary>What a duration without a unit means.</summary>
public enum BareNumber
{
    /// <summary>Nothing: programs differ on it, so it is asked for.</summary>
    Refused = 0,

    /// <summary>Milliseconds, as waiting times always did; but a number from 1 to 99 is asked about, since whoever writes 5
    /// rarely means 5 ms. 0 is 0.</summary>
    Milliseconds,
}
