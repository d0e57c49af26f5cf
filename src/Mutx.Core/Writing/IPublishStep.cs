namespace Mutx.Writing;

/// <summary>
/// Something that has to be in place when a target is replaced, and to be taken back if it isn't replaced after all.
/// Both are quick: they run when it is too late to cancel.
/// </summary>
internal interface IPublishStep
{
    /// <summary>Puts it in place, just before the target is replaced.</summary>
    void Place();

    /// <summary>Makes everything as it was before <see cref="Place"/>, however far that got. Does not throw.</summary>
    void TakeBack();
}
