namespace Mutx.Interleavings.Tests.Scheduling;

/// <summary>
/// Takes an actor out of whatever it is in the middle of, after its process has died or the run is over. Nothing that it
/// passes on its way out does anything any more: each call of the disk throws it again.
/// </summary>
internal sealed class ActorStopped : Exception;
