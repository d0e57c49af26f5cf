using System.Security.Cryptography;
using System.Text;

namespace Mutx.Tests.Primitives;

public sealed class Sha256Tests
{
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void The_standard_s_own_examples_come_out(string text, string digest) =>
        Assert.Equal(digest, Mutx.Primitives.Sha256.Hex(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Every_length_around_the_blocks_agrees_with_the_base_library_however_it_is_fed()
    {
        var random = new Random(1);
        for (int length = 0; length < 300; length++)
        {
            var data = new byte[length];
            random.NextBytes(data);
            var hash = new Mutx.Primitives.Sha256();
            for (int at = 0; at < length;)
            {
                int piece = Math.Min(random.Next(1, 80), length - at);
                hash.Append(data.AsSpan(at, piece));
                at += piece;
            }

            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(data)), hash.FinishHex());
        }
    }
}
