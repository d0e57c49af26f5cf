namespace Mutx.Stores;

/// <summary>Which way a list goes.</summary>
public enum SortOrder
{
    /// <summary>The smallest, oldest or first in the alphabet comes first.</summary>
    Ascending = 0,

    /// <summary>The largest, newest or last in the alphabet comes first.</summary>
    Descending,
}
