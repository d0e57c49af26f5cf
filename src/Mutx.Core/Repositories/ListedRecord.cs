using System.Diagnostics.CodeAnalysis;
using Mutx.Primitives;

namespace Mutx.Repositories;

/// <summary>A record as a listing found it: what it holds, or why it can't be read.</summary>
/// <typeparam name="T">What a record holds.</typeparam>
/// <param name="Id">The record's id.</param>
/// <param name="Record">The record; null if it can't be read.</param>
/// <param name="Error">Why it can't be read; null if it can.</param>
public sealed record ListedRecord<T>(string Id, JsonRecord<T>? Record, MutxException? Error)
    where T : class
{
    /// <summary>Whether it could be read.</summary>
    [MemberNotNullWhen(true, nameof(Record))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsReadable => Record is not null;
}
