using Mutx.Primitives;
using Mutx.Repositories;

namespace Mutx.Stores.Groups;

/// <summary>Groups of sessions, one file a group, changed by many processes at once without losing anything.</summary>
public sealed class SessionGroupStore
{
    private readonly JsonRepository<SessionGroup> _groups;
    private readonly TimeProvider _time;

    /// <summary>Names the directory of the groups; it is created when the first one is saved.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="options"><see cref="StoreOptions.Default"/> if null.</param>
    public SessionGroupStore(string directory, StoreOptions? options = null)
    {
        StoreOptions how = options ?? StoreOptions.Default;
        _groups = new JsonRepository<SessionGroup>(directory, GroupJson.Default.SessionGroup, how.Repository);
        _time = how.TimeProvider;
    }

    /// <summary>Saves a new group, or takes the place of the one with its id, which keeps its time of creation.</summary>
    /// <param name="group">The group; its times are set here, and its slug if it has none.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    /// <returns>The group as it was saved.</returns>
    /// <exception cref="ArgumentException">Its sessions wait for one another in a circle, or for one that isn't there.</exception>
    public Task<SessionGroup> SaveAsync(SessionGroup group, CancellationToken cancellationToken = default)
    {
        SessionGroup complete = Complete(group);
        return _groups.ModifyAsync(
            group.Id,
            old =>
            {
                DateTimeOffset now = _time.GetUtcNow();
                return complete with { Created = old?.Created ?? now, Updated = now };
            },
            cancellationToken);
    }

    /// <summary>Removes a group.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default) => _groups.DeleteAsync(id, cancellationToken);

    /// <summary>Changes one session of a group. The delegate is called once, under the lock; other sessions are as others left them.</summary>
    /// <param name="group">The group.</param>
    /// <param name="session">The session, whose id can't be changed.</param>
    /// <param name="change">From the old to the new.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    /// <returns>The group as it was saved.</returns>
    /// <exception cref="MutxException">There is no such group or session.</exception>
    public Task<SessionGroup> UpdateSessionAsync(
        string group, string session, Func<GroupSession, GroupSession> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(change);
        return _groups.ModifyAsync(
            ResourceName.Require(group),
            old =>
            {
                SessionGroup found = old ?? throw StoreErrors.NotFound("session group", group, _groups.PathOf(group));
                if (!found.Sessions.Any(each => each.Id == session))
                {
                    throw StoreErrors.NotFound($"session in the group '{group}' with the id", session, _groups.PathOf(group));
                }

                GroupSession[] sessions =
                    [.. found.Sessions.Select(each => each.Id == session ? change(each) with { Id = session } : each)];
                return Complete(found with { Sessions = sessions, Updated = _time.GetUtcNow() });
            },
            cancellationToken);
    }

    /// <summary>One group; null if there is none.</summary>
    public Task<SessionGroup?> FindAsync(string id, CancellationToken cancellationToken = default) => _groups.ReadAsync(id, cancellationToken);

    /// <summary>The group with a slug; null if there is none.</summary>
    public async Task<SessionGroup?> FindBySlugAsync(string slug, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(slug);
        return (await ListAsync(status: null, cancellationToken).ConfigureAwait(false)).FirstOrDefault(group => group.Slug == slug);
    }

    /// <summary>The groups in the order of their ids.</summary>
    /// <param name="status">Only those of this status; all if null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<SessionGroup>> ListAsync(SessionStatus? status = null, CancellationToken cancellationToken = default)
    {
        Check(status);
        var found = new List<SessionGroup>();
        await foreach (ListedRecord<SessionGroup> listed in _groups.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            SessionGroup group = listed.IsReadable ? listed.Record.Value : throw listed.Error;
            if (status is null || group.Status == status)
            {
                found.Add(group);
            }
        }

        return found;
    }

    /// <summary>How many groups there are.</summary>
    /// <param name="status">Only those of this status; all if null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> CountAsync(SessionStatus? status = null, CancellationToken cancellationToken = default) =>
        (await ListAsync(status, cancellationToken).ConfigureAwait(false)).Count;

    private static void Check(SessionStatus? status)
    {
        if (status is { } given)
        {
            Guard.Defined(given, SessionStatus.Cancelled, nameof(status));
        }
    }

    private static SessionGroup Complete(SessionGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        ResourceName.Require(group.Id, nameof(group));
        ArgumentException.ThrowIfNullOrWhiteSpace(group.Name, nameof(group));
        Guard.Defined(group.Status, SessionStatus.Cancelled, nameof(group));
        SessionGraph.Check(group.Sessions);
        string slug = group.Slug.Length == 0 ? Slug.Of(group.Name) : ResourceName.Require(group.Slug, nameof(group));
        return group with { Slug = slug };
    }
}
