namespace Mutx.Platform;

/// <summary>Which extended attributes are carried over.</summary>
internal enum AttributeCopy
{
    /// <summary>All, with the access list.</summary>
    WithAccessList,

    /// <summary>All but the access list.</summary>
    WithoutAccessList,
}
