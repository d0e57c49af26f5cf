using Mutx.Primitives;
using Mutx.Repositories;

namespace Mutx.Stores.Credentials;

/// <summary>
/// Credentials, one file each, which only their owner may read, from their first byte: 0600 in a directory of 0700. They
/// are as safe as the user's files are; they are not encrypted.
/// <para>
/// Errors are told by <see cref="MutxException.Error"/>: <see cref="MutxError.NotFound"/>,
/// <see cref="MutxError.AccessDenied"/>, <see cref="MutxError.CorruptData"/>, <see cref="MutxError.NoSpace"/>.
/// </para>
/// </summary>
public sealed class CredentialStore
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly JsonRepository<Credential> _credentials;

    /// <summary>Names the directory of the credentials; it is created with mode 0700 when the first one is written.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="options"><see cref="StoreOptions.Default"/> if null.</param>
    public CredentialStore(string directory, StoreOptions? options = null) =>
        _credentials = new JsonRepository<Credential>(
            directory, CredentialJson.Default.Credential, (options ?? StoreOptions.Default).PrivateRepository);

    /// <summary>Reads a credential.</summary>
    /// <param name="name">Its name, by the rule of <see cref="ResourceName"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CorruptDataException">Its file can't be parsed.</exception>
    /// <exception cref="MutxException">There is none (<see cref="MutxError.NotFound"/>), or it may not be read.</exception>
    public async Task<CredentialReading> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        JsonRecord<Credential>? record = await _credentials.ReadRecordAsync(ResourceName.Require(name), cancellationToken).ConfigureAwait(false);
        return record is null
            ? throw StoreErrors.NotFound("credential", name, _credentials.PathOf(name))
            : new CredentialReading(record.Value, WarningFor(name, record.Mode));
    }

    /// <summary>Writes a credential, whatever was there before; its file gets the right mode in any case.</summary>
    public Task WriteAsync(string name, Credential credential, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return _credentials.WriteAsync(ResourceName.Require(name), credential, cancellationToken);
    }

    /// <summary>Removes a credential.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        _credentials.DeleteAsync(ResourceName.Require(name), cancellationToken);

    /// <summary>The names of the credentials there are.</summary>
    public IReadOnlyList<string> ListNames() => _credentials.ListIds();

    private string? WarningFor(string name, UnixFileMode mode) =>
        (mode & Others) == 0
            ? null
            : $"'{_credentials.PathOf(name)}' may be read or changed by others (mode {Convert.ToString((int)mode, 8).PadLeft(4, '0')}); "
                + $"put it right: chmod 600 '{_credentials.PathOf(name)}'";
}
