namespace Mutx.Interleavings.Tests.Disks;

/// <summary>One step of an actor. It is put into words only where somebody reads it.</summary>
internal readonly record struct Call(string Step, string Path = "", string Name = "", string Detail = "", string From = "")
{
    /// <summary>Whether it is this step, on something with this path.</summary>
    public bool Is(string step, string path) => Step == step && IsOn(path);

    public bool IsOn(string path) => Name.Length == 0 ? Path == path : System.IO.Path.Join(Path, Name) == path;

    public override string ToString()
    {
        string on = Name.Length == 0 ? Path : System.IO.Path.Join(Path, Name);
        string from = From.Length == 0 ? "" : $"from {From}";
        return string.Join(' ', new[] { Step, on, Detail, from }.Where(word => word.Length > 0));
    }
}
