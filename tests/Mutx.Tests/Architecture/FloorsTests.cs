namespace Mutx.Tests.Architecture;

/// <summary>The plan of the house, checked on what the compiler sees.</summary>
public sealed class FloorsTests
{
    private const string Library = "Mutx.Core";

    // Rooms of the library by floor; a room uses rooms below its own floor, and none beside or above it.
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

    public static TheoryData<string> Projects => [.. SourceAssembly.Projects];

    [Fact]
    public void Every_folder_of_the_library_is_a_room_of_the_plan() =>
        Breaches.None(Directory.GetDirectories(SourceAssembly.Of(Library).Folder)
            .Select(Path.GetFileName)
            .Where(name => !Floors.ContainsKey(name!)));

    [Fact]
    public void Rooms_use_only_rooms_on_lower_floors() =>
        Breaches.None(SourceAssembly.Of(Library).Uses
            .Where(use => use.IsInside && use.UserRoom != use.UsedRoom && FloorOf(use.UsedRoom) >= FloorOf(use.UserRoom)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_type_belongs_to_the_namespace_of_its_folder(string project)
    {
        SourceAssembly assembly = SourceAssembly.Of(project);
        string root = project == Library ? "Mutx" : project;
        Breaches.None(assembly.Uses
            .Where(use => use.UserRoom != RoomOf(root, use.File) && !MeantForUsersOf(use.UserRoom))
            .Select(use => $"{use.File}: {use.User.ToDisplayString()}"));
    }

    /// <summary>Whoever uses one of two namespaces would have to understand the other as well.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespaces_do_not_use_each_other_in_a_circle(string project)
    {
        ILookup<string, SymbolUse> uses = SourceAssembly.Of(project).Uses
            .Where(use => use.IsInside && use.UserRoom != use.UsedRoom)
            .ToLookup(use => use.UserRoom);
        Breaches.None(uses.Select(room => room.Key).Select(room => Circle(room, uses)).OfType<string>());
    }

    private static int FloorOf(string room) => Floors[room.Split('.')[1]];

    private static string RoomOf(string root, string file) =>
        file.Split(Path.DirectorySeparatorChar) is [var folder, _, ..] ? $"{root}.{folder}" : root;

    /// <summary>Extensions stand in the namespace that their users have open already.</summary>
    private static bool MeantForUsersOf(string room) => room == "Microsoft.Extensions.DependencyInjection";

    /// <summary>The shortest way from a namespace back to itself, with a use for each step; null if there is none.</summary>
    private static string? Circle(string start, ILookup<string, SymbolUse> uses)
    {
        var cameBy = new Dictionary<string, SymbolUse>(StringComparer.Ordinal);
        var next = new Queue<string>([start]);
        while (!cameBy.ContainsKey(start) && next.TryDequeue(out string? room))
        {
            foreach (SymbolUse use in uses[room].Where(use => cameBy.TryAdd(use.UsedRoom, use)))
            {
                next.Enqueue(use.UsedRoom);
            }
        }

        if (!cameBy.TryGetValue(start, out SymbolUse? step))
        {
            return null;
        }

        var way = new List<SymbolUse> { step };
        while (step.UserRoom != start)
        {
            step = cameBy[step.UserRoom];
            way.Insert(0, step);
        }

        return string.Join("; ", way);
    }
}
