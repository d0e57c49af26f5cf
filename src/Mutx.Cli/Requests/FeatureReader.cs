using Mutx.Cli.CommandLine;
using Mutx.Features;

namespace Mutx.Cli.Requests;

/// <summary>Reads what <c>feature</c> is asked to do.</summary>
internal static class FeatureReader
{
    /// <summary>Every action, at the index of its value.</summary>
    private static readonly string[] Actions = ["acquire", "release", "check", "current"];

    public static string NameOf(FeatureAction action) => Actions[(int)action];

    public static FeatureRequest? Read(ParsedArguments parsed, ValueReader values)
    {
        string word = parsed.Operands[0];
        int index = Array.IndexOf(Actions, word);
        if (index < 0)
        {
            values.Fail($"'{word}' is nothing to do with a feature; there are {string.Join(", ", Actions)}"
                + Spelling.DidYouMean(word, [.. Actions]));
            return null;
        }

        var action = (FeatureAction)index;
        string? feature = parsed.Operands.Count > 1 ? parsed.Operands[1] : null;
        if (action == FeatureAction.Current && feature is not null)
        {
            values.Fail($"'feature current' takes no '{feature}'");
        }
        else if (feature is not null && !FeatureLocks.IsName(feature))
        {
            values.Fail($"'{feature}' is no name of a feature: it may have {FeatureLocks.NameRule}");
        }
        else if (values.Has(OptionId.ProcessId) && action is FeatureAction.Check or FeatureAction.Current)
        {
            values.Fail($"option '--pid' belongs to 'feature acquire' and 'feature release', not to 'feature {word}'");
        }

        return new FeatureRequest
        {
            Action = action,
            Feature = feature,
            Root = values.Text(OptionId.FeatureRoot) ?? FeatureLocks.DefaultRoot,
            ProcessId = ReadPid(values),
            Report = ReportReader.Read(values),
        };
    }

    private static int? ReadPid(ValueReader values)
    {
        int? pid = values.Positive(OptionId.ProcessId);
        if (pid > FeatureLocks.MaxProcessId)
        {
            values.Fail($"option '--pid': {pid} is no process; there are none above {FeatureLocks.MaxProcessId}");
        }

        return pid;
    }
}
