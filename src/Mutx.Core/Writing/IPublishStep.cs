namespace Mutx.Writing;

/// <summary>
/// Something that has to be in place when a target is replaced, and to be taken back if it isn't replaced after all.
/// All of it is quick: it runs when it is too late to cancel.
/// </summary>
internal interface IPublishStep
{
    /// <summary>Puts it in place, just before the target is replaced. What it throws keeps the target as it is.</summary>
    void Place();

    /// <summary>Makes everything as it was before <see cref="Place"/>, however far that got. Does not throw.</summary>
    void TakeBack();

    /// <summary>The target is replaced. Does not throw.</summary>
    void Complete();
}
