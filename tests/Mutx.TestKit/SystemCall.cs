namespace Mutx.TestKit;

/// <summary>One system call as strace saw it; descriptors carry their paths, as in <c>fsync(5&lt;/tmp/x&gt;)</c>.</summary>
public sealed record SystemCall(int Pid, string Name, string Arguments, string Result)
{
    public bool Succeeded => !Result.StartsWith('-');

    public override string ToString() => $"{Pid} {Name}({Arguments}) = {Result}";
}
