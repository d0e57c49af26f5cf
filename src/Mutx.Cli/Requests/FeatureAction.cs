namespace Mutx.Cli.Requests;

/// <summary>What can be done with a feature lock.</summary>
internal enum FeatureAction
{
    Acquire,
    Release,
    Check,
    Current,
}
