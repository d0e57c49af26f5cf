using Mutx.Primitives;

namespace Mutx.Stores.Groups;

/// <summary>Checks that the sessions of a group can be done in some order.</summary>
internal static class SessionGraph
{
    public static void Check(IReadOnlyList<GroupSession> sessions)
    {
        var byId = new Dictionary<string, GroupSession>(StringComparer.Ordinal);
        foreach (GroupSession session in sessions)
        {
            ArgumentNullException.ThrowIfNull(session, nameof(sessions));
            ResourceName.Require(session.Id, nameof(sessions));
            Guard.Defined(session.Status, SessionStatus.Cancelled, nameof(sessions));
            if (!byId.TryAdd(session.Id, session))
            {
                throw new ArgumentException($"The session '{session.Id}' is in the group twice.", nameof(sessions));
            }
        }

        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (GroupSession session in sessions)
        {
            Visit(session, byId, done, []);
        }
    }

    private static void Visit(
        GroupSession session, Dictionary<string, GroupSession> byId, HashSet<string> done, List<string> path)
    {
        if (path.Contains(session.Id, StringComparer.Ordinal))
        {
            throw new ArgumentException($"Sessions wait for one another in a circle: {string.Join(" → ", [.. path, session.Id])}.", nameof(session));
        }

        if (!done.Add(session.Id))
        {
            return;
        }

        path.Add(session.Id);
        foreach (string needed in session.DependsOn)
        {
            GroupSession next = byId.GetValueOrDefault(needed)
                ?? throw new ArgumentException($"The session '{session.Id}' waits for '{needed}', which is not in the group.", nameof(session));
            if (path.Contains(needed, StringComparer.Ordinal) || !done.Contains(needed))
            {
                Visit(next, byId, done, path);
            }
        }

        path.RemoveAt(path.Count - 1);
    }
}
