namespace Mutx.Stores.Tokens;

/// <summary>A token that was just made. Its secret is shown this once; nothing on disk can give it back.</summary>
/// <param name="Token">What is known of it.</param>
/// <param name="Secret">What its owner sends.</param>
public sealed record NewToken(ApiToken Token, string Secret)
{
    /// <summary>Leaves the secret out, so that it doesn't get into a log by accident.</summary>
    public override string ToString() => $"{nameof(NewToken)} {{ {Token.Id} }}";
}
