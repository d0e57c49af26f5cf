namespace Mutx.Platform;

/// <summary>Which extended attributes are carried over.</summary>
internal enum AttributeCopy
{
    /// <summary>All, with the access list.</summary>
    WithAccessList,

    /// <summary>All, with an access list in which the owning group, which isn't the old one, gets no more than others do.</summary>
    WithNarrowedAccessList,

    /// <summary>All but the access list.</summary>
    WithoutAccessList,
}
