using System.Globalization;

namespace Mutx.TestKit;

/// <summary>Users of the test's own, each with a home: numbers that no table of users knows.</summary>
public sealed class Accounts(Sandbox sandbox) : IDisposable
{
    private readonly Dictionary<int, TempDirectory> _homes = [];

    /// <summary>A run as a user, with a group of the same number and these others, in the user's own home.</summary>
    public ProgramRun As(int user, ProgramRun run, params int[] groups) =>
        sandbox.As(user, run, groups).With("HOME", HomeOf(user)).With("U", user.ToString(CultureInfo.InvariantCulture));

    /// <summary>The user's home.</summary>
    public string HomeOf(int user)
    {
        if (!_homes.TryGetValue(user, out TempDirectory? home))
        {
            _homes[user] = home = new TempDirectory();
            Sandbox.Chown(home.Path, user);
        }

        return home.Path;
    }

    /// <summary>The user's own directory for lock files.</summary>
    public string LocksOf(int user) => Path.Combine(HomeOf(user), ".cache", "mutx", "locks");

    public void Dispose()
    {
        foreach (TempDirectory home in _homes.Values)
        {
            home.Dispose();
        }
    }
}
