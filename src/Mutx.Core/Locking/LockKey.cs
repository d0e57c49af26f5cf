using System.Globalization;
using System.Text;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// What stands for a name on a lock server: the same on every machine, in every version. SHA-256 over <c>mutx/1</c>, NUL, the
/// namespace, NUL, and the name in Unicode's form C, in UTF-8; of a record the resource's name, NUL, and the record's.
/// Where a server's locks are numbers of 64 bits it is the first eight bytes, big-endian: of a million names two
/// have the same number with a probability of 3 in 10⁸, and then they exclude each other; never do they fail to.
/// </summary>
public sealed class LockKey
{
    private const string Version = "mutx/1";

    private LockKey(string @namespace, string name)
    {
        Namespace = @namespace;
        Name = name;
        Hash = Sha256.Hex(Encoding.UTF8.GetBytes($"{Version}\0{@namespace}\0{name}"));
        Number = long.Parse(Hash.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    /// <summary>Whose names these are: programs that use one server and mean different things by one name differ in it.</summary>
    public string Namespace { get; }

    /// <summary>The name in form C; a record's comes after its resource's and a NUL.</summary>
    public string Name { get; }

    /// <summary>The 64 hexadecimal digits, in lower case.</summary>
    public string Hash { get; }

    /// <summary>What fencing tokens say of it (<see cref="FencingToken.Lock"/>): the namespace, a dot, and the first 16 of these digits.</summary>
    public string Short => $"{Namespace}.{Hash[..16]}";

    /// <summary>The first eight bytes as a signed number.</summary>
    public long Number { get; }

    /// <summary>The name as people should see it: records in brackets.</summary>
    public string Display
    {
        get
        {
            int end = Name.IndexOf('\0', StringComparison.Ordinal);
            return end < 0 ? Name : $"{Name[..end]} [{Name[(end + 1)..].Replace("\0", "] [", StringComparison.Ordinal)}]";
        }
    }

    /// <summary>The key of a name.</summary>
    /// <param name="namespace">Letters, digits, <c>.</c>, <c>_</c> and <c>-</c> of ASCII, a letter or digit first.</param>
    /// <param name="name">Any text without NUL, not empty. Capitals count; how its accents are composed doesn't.</param>
    public static LockKey For(string @namespace, string name) =>
        new(ResourceName.Require(@namespace, nameof(@namespace)), NfcText.Normalize(Guard.Name(name)));

    /// <summary>The key of one record of what this key stands for.</summary>
    /// <param name="record">Any text without NUL, not empty.</param>
    public LockKey Record(string record) => new(Namespace, $"{Name}\0{NfcText.Normalize(Guard.Name(record))}");

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Display}";
}
