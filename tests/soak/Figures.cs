using System.Globalization;

namespace Mutx.Soak;

/// <summary>
/// What a run did. "counted" is what the counter says, "done" what those who counted say: a killed one may have counted
/// without saying so, so that counted lies between done and done + kills unless a count was lost.
/// </summary>
internal sealed record Figures(int Processes, long Counted, long Done, int Kills, int Stops, long Swept, int Overlaps, int Unexpected)
{
    public bool CountsAgree => Counted >= Done && Counted <= Done + Kills;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"processes={Processes} counted={Counted} done={Done} kills={Kills} stops={Stops} swept={Swept} overlaps={Overlaps} unexpected={Unexpected} lost={(CountsAgree ? 0 : 1)}");
}
