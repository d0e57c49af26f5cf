using Microsoft.CodeAnalysis;

namespace Mutx.Analyzers;

/// <summary>The types of mutx that rules are about, as one compilation sees them. Members are known by name, never by position.</summary>
internal sealed class MutxTypes
{
    /// <summary>The names by which they are looked up; a test checks that there are types of these names.</summary>
    public static readonly string[] Names =
    [
        LockName, HandleName, ServiceName, SetName, ResultName, OptionsName, AtomicFileName, WriterName, LockedFileName,
        RepositoryName, WorkerName,
    ];

    private const string LockName = "Mutx.Locking.ILock";
    private const string HandleName = "Mutx.Locking.ILockHandle";
    private const string ServiceName = "Mutx.Locking.ILockService";
    private const string SetName = "Mutx.Locking.LockSet";
    private const string ResultName = "Mutx.Locking.LockResult";
    private const string OptionsName = "Mutx.Locking.FileLockOptions";
    private const string AtomicFileName = "Mutx.Writing.AtomicFile";
    private const string WriterName = "Mutx.Writing.AtomicWriter";
    private const string LockedFileName = "Mutx.Updating.LockedFile";
    private const string RepositoryName = "Mutx.Repositories.JsonRepository`1";
    private const string WorkerName = "Mutx.Stores.Queues.QueueWorker";

    private readonly INamedTypeSymbol _lock;
    private readonly INamedTypeSymbol? _handle;
    private readonly INamedTypeSymbol? _service;
    private readonly INamedTypeSymbol? _set;
    private readonly INamedTypeSymbol? _result;
    private readonly INamedTypeSymbol? _writer;
    private readonly INamedTypeSymbol? _repository;
    private readonly INamedTypeSymbol? _worker;
    private readonly INamedTypeSymbol? _task;
    private readonly INamedTypeSymbol? _valueTask;

    private MutxTypes(Compilation compilation, INamedTypeSymbol ofLock)
    {
        _lock = ofLock;
        _handle = compilation.GetTypeByMetadataName(HandleName);
        _service = compilation.GetTypeByMetadataName(ServiceName);
        _set = compilation.GetTypeByMetadataName(SetName);
        _result = compilation.GetTypeByMetadataName(ResultName);
        Options = compilation.GetTypeByMetadataName(OptionsName);
        AtomicFile = compilation.GetTypeByMetadataName(AtomicFileName);
        _writer = compilation.GetTypeByMetadataName(WriterName);
        LockedFile = compilation.GetTypeByMetadataName(LockedFileName);
        _repository = compilation.GetTypeByMetadataName(RepositoryName);
        _worker = compilation.GetTypeByMetadataName(WorkerName);
        _task = compilation.GetTypeByMetadataName("System.Threading.Tasks.Task`1");
        _valueTask = compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask`1");
    }

    public INamedTypeSymbol? Options { get; }

    public INamedTypeSymbol? AtomicFile { get; }

    public INamedTypeSymbol? LockedFile { get; }

    /// <summary>Null where mutx isn't used.</summary>
    public static MutxTypes? In(Compilation compilation) =>
        compilation.GetTypeByMetadataName(LockName) is { } found ? new MutxTypes(compilation, found) : null;

    /// <summary>Whether a type is one of mutx, or is used as one: a lock or a lock service, by whomever.</summary>
    public bool IsOfMutx(ITypeSymbol type) =>
        IsLock(type) || IsService(type)
        || (type.ContainingAssembly?.Name is { } assembly
            && (SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _lock.ContainingAssembly)
                || assembly.StartsWith("Mutx.", StringComparison.Ordinal)));

    public bool IsLock(ITypeSymbol type) => Is(type, _lock);

    public bool IsService(ITypeSymbol type) => Is(type, _service);

    public bool IsLockSet(ITypeSymbol type) => Is(type, _set);

    public bool IsRepository(ITypeSymbol type) => Is(type.OriginalDefinition, _repository);

    /// <summary>Whether objects of a type hold something until they are disposed of.</summary>
    public bool IsHandle(ITypeSymbol type) =>
        Is(type, _handle) || Is(type, _set) || Is(type, _result) || Is(type, _writer) || Is(type, _worker);

    /// <summary>Whether a method gives a handle that is its caller's.</summary>
    public bool GivesHandle(IMethodSymbol method) =>
        IsOfMutx(method.ContainingType) && IsHandle(ResultOf(method))
        && (IsNamed(method, "Acquire") || IsNamed(method, "TryAcquire") || IsNamed(method, "Create") || IsNamed(method, "Open"));

    /// <summary>Whether a method says by null that it didn't do what its name says.</summary>
    public bool TriesAndGivesNull(IMethodSymbol method) =>
        IsNamed(method, "Try") && IsOfMutx(method.ContainingType) && ResultOf(method).IsReferenceType;

    /// <summary>What a method gives in the end, awaited if it has to be.</summary>
    public ITypeSymbol ResultOf(IMethodSymbol method) =>
        method.ReturnType is INamedTypeSymbol { TypeArguments.Length: 1 } type
            && (Is(type.OriginalDefinition, _task) || Is(type.OriginalDefinition, _valueTask))
            ? type.TypeArguments[0]
            : method.ReturnType;

    private static bool IsNamed(IMethodSymbol method, string beginning) => method.Name.StartsWith(beginning, StringComparison.Ordinal);

    private static bool Is(ITypeSymbol type, INamedTypeSymbol? wanted)
    {
        if (wanted is null)
        {
            return false;
        }

        foreach (INamedTypeSymbol each in type.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(each, wanted))
            {
                return true;
            }
        }

        return SymbolEqualityComparer.Default.Equals(type, wanted);
    }
}
