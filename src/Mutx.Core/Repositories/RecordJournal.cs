namespace Mutx.Repositories;

/// <summary>How a change of a record becomes durable.</summary>
public enum RecordJournal
{
    /// <summary>
    /// The record's file is replaced at each commit. Any program that reads the file reads the record, at any moment, after a
    /// power cut too.
    /// </summary>
    None = 0,

    /// <summary>
    /// The new version is written to a journal beside the file, <c>.{name}.mutx.journal</c>, and the file follows within
    /// <see cref="JsonRepositoryOptions.SettleAfter"/>: two to three times as many commits a second. Everything in mutx that
    /// reads or changes the record knows of it; other programs that read the file read a version that is whole, but may be
    /// older by that time, or by more after all processes that change it were killed. Up to 64 KiB; longer records are
    /// replaced as without a journal.
    /// </summary>
    Beside,
}
