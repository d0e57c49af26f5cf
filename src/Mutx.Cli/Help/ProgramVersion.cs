namespace Mutx.Cli.Help;

/// <summary>The version, as a constant: reading it off the assembly would cost reflection at start. A test compares the
/// two.</summary>
internal static class ProgramVersion
{
    public const string Number = "0.1.0";

    /// <summary>The option that asks for it, as the table of options has it. Where it stands alone no table is made.</summary>
    public const string Option = "--version";

    /// <summary>What <c>mutx --version</c> shows.</summary>
    public const string Text = "mutx " + Number;
}
