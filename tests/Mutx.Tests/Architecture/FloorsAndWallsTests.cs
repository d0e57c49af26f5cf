using System.Reflection;
using System.Text.RegularExpressions;
using Mutx.Primitives;

namespace Mutx.Tests.Architecture;

/// <summary>The plan of the house, checked against the sources.</summary>
public sealed partial class FloorsAndWallsTests
{
    // Rooms of Mutx.Core by floor; a room uses rooms below its own floor, and none beside or above it.
    private static readonly Dictionary<string, int> Floors = new(StringComparer.Ordinal)
    {
        ["Primitives"] = 0,
        ["Interop"] = 0,
        ["Diagnostics"] = 1,
        ["Platform"] = 2,
        ["Locking"] = 3,
        ["Writing"] = 3,
        ["Backups"] = 4,
        ["Features"] = 4,
        ["Updating"] = 5,
        ["Repositories"] = 6,
        ["Housekeeping"] = 6,
    };

    [Fact]
    public void Every_folder_of_the_library_is_a_room_of_the_plan()
    {
        var strangers = Directory.GetDirectories(Path.Join(SourceTree.Root, "src/Mutx.Core"))
            .Select(Path.GetFileName)
            .Where(name => !Floors.ContainsKey(name!))
            .ToList();
        Assert.Empty(strangers);
    }

    [Fact]
    public void Rooms_use_only_rooms_on_lower_floors()
    {
        var breaches = new List<string>();
        foreach ((string path, string text) in SourceTree.Files("src/Mutx.Core"))
        {
            string room = path.Split('/')[0];
            foreach (Match use in RoomUse().Matches(text))
            {
                string used = use.Groups["room"].Value;
                if (Floors.TryGetValue(used, out int floor) && used != room && floor >= Floors[room])
                {
                    breaches.Add($"{path} uses {used}");
                }
            }
        }

        Assert.Empty(breaches);
    }

    [Fact]
    public void A_file_belongs_to_the_namespace_of_its_room()
    {
        var breaches = SourceTree.Files("src/Mutx.Core")
            .Where(file => !file.Text.Contains($"namespace Mutx.{file.Path.Split('/')[0]}", StringComparison.Ordinal))
            .Select(file => file.Path)
            .ToList();
        Assert.Empty(breaches);
    }

    [Fact]
    public void Only_Platform_sees_the_native_functions()
    {
        var breaches = SourceTree.Files("src/Mutx.Core")
            .Where(file => file.Path.Split('/')[0] is not ("Platform" or "Interop"))
            .Where(file => NativeUse().IsMatch(file.Text))
            .Select(file => file.Path)
            .ToList();
        Assert.Empty(breaches);
    }

    [Fact]
    public void A_file_of_native_functions_declares_and_does_nothing_else()
    {
        var breaches = SourceTree.Files("src/Mutx.Core/Interop")
            .Where(file => Statements().IsMatch(file.Text))
            .Select(file => file.Path)
            .ToList();
        Assert.Empty(breaches);
    }

    [Theory]
    [InlineData("src/Mutx.Core")]
    [InlineData("src/Mutx.Stores")]
    [InlineData("src/Mutx.DependencyInjection")]
    [InlineData("src/Mutx.Testing")]
    public void No_library_says_what_to_type(string library)
    {
        var breaches = SourceTree.Files(library)
            .SelectMany(file => file.Text.Split('\n').Where(line => TypedText().IsMatch(line)).Select(line => $"{file.Path}: {line.Trim()}"))
            .ToList();
        Assert.Empty(breaches);
    }

    [Fact]
    public void Files_stay_short()
    {
        var long_ones = SourceTree.Files("src")
            .Select(file => (file.Path, Lines: file.Text.Count(c => c == '\n')))
            .Where(file => file.Lines > 320)
            .Select(file => $"{file.Path}: {file.Lines} lines")
            .ToList();
        Assert.Empty(long_ones);
    }

    [Fact]
    public void Public_classes_of_the_library_are_sealed_or_static_or_meant_to_be_derived_from()
    {
        var open = typeof(MutxException).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && type != typeof(MutxException))
            .Select(type => type.FullName)
            .ToList();
        Assert.Empty(open);
    }

    [Fact]
    public void Public_methods_take_no_bare_truth_values()
    {
        var breaches = typeof(MutxException).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName && method.GetParameters().Any(p => p.ParameterType == typeof(bool)))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
            .ToList();
        Assert.Empty(breaches);
    }

    [Fact]
    public void Option_records_are_sealed_and_have_a_default()
    {
        var breaches = typeof(MutxException).Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .Where(type => !type.IsSealed || type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static) is null)
            .Select(type => type.Name)
            .ToList();
        Assert.Empty(breaches);
    }

    [GeneratedRegex(@"\bMutx\.(?<room>[A-Z][A-Za-z]+)\b")]
    private static partial Regex RoomUse();

    [GeneratedRegex(@"using Mutx\.Interop|\b(Libc|LibSystem|Kernel32)\.|LibraryImport\(|DllImport\(")]
    private static partial Regex NativeUse();

    // An option, or a command line of the program, in a literal.
    [GeneratedRegex(@"^(?!\s*//).*""[^""]*(--[a-z]|\bmutx (write|update|run|status|backups|restore|housekeep|feature|queue)\b)")]
    private static partial Regex TypedText();

    [GeneratedRegex(@"\b(if|for|foreach|while|throw|try)\b\s*[\(\{]|\bthrow new\b")]
    private static partial Regex Statements();
}
