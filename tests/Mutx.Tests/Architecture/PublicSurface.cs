using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;
using Mutx.Locking;
using Mutx.Stores;
using Mutx.Testing;
using Mutx.TestKit;
using Mutx.Tests.Locking;
using Mutx.Tests.Repositories;
using Mutx.Writing;

namespace Mutx.Tests.Architecture;

/// <summary>What users can call, with something to call it with.</summary>
internal sealed class PublicSurface : IDisposable
{
    private static readonly string[] Written = ["Equals", "GetHashCode", "ToString", "Deconstruct", "PrintMembers", "<Clone>$"];

    private readonly TempDirectory _directory = new();
    private readonly List<IDisposable> _held = [];

    /// <summary>The public classes and records, but for exceptions; of a generic one that of <see cref="Note"/>.</summary>
    public static IEnumerable<Type> Types { get; } =
    [
        .. new[] { typeof(FileLock), typeof(StoreOptions), typeof(MemoryLockProvider), typeof(MutxServiceCollectionExtensions) }
            .SelectMany(known => known.Assembly.GetExportedTypes())
            .Where(type => type is { IsClass: true } && !type.IsSubclassOf(typeof(Exception)) && !type.IsSubclassOf(typeof(Delegate)))
            .Select(type => type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(Note)) : type),
    ];

    /// <summary>Whether a type only carries what was found, or what is checked by the store that it is given to.</summary>
    public static bool IsData(Type type) => IsRecord(type) && !IsOptions(type);

    public static bool IsOptions(Type type) =>
        type.Name.EndsWith("Options", StringComparison.Ordinal) || type.Name.EndsWith("Query", StringComparison.Ordinal);

    /// <summary>Constructors and methods that were written by hand.</summary>
    public static IEnumerable<MethodBase> Calls(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static;
        foreach (MethodInfo method in type.GetMethods(Own).Where(method => !method.IsSpecialName && !Written.Contains(method.Name)))
        {
            yield return method.IsGenericMethodDefinition ? method.MakeGenericMethod(typeof(Note)) : method;
        }

        foreach (ConstructorInfo constructor in IsRecord(type) ? [] : type.GetConstructors(Own))
        {
            yield return constructor;
        }
    }

    /// <summary>Calls with one argument given and the others made up.</summary>
    /// <returns>What it threw, at once or by its task; null if nothing.</returns>
    public async Task<Exception?> CallAsync(MethodBase call, ParameterInfo parameter, object? argument)
    {
        object?[] arguments = [.. call.GetParameters().Select(each => each.Position == parameter.Position ? argument
            : each.GetCustomAttribute<CallerArgumentExpressionAttribute>() is { } said ? said.ParameterName
            : Sample(each.ParameterType, each.Name!))];
        try
        {
            object? result = call is ConstructorInfo constructor
                ? constructor.Invoke(arguments)
                : call.Invoke(call.IsStatic ? null : Instance(call.DeclaringType!), arguments);
            if (result?.GetType().GetMethod("AsTask", []) is { } asTask)
            {
                result = asTask.Invoke(result, null);
            }

            await (result as Task ?? Task.CompletedTask);
            (result as IDisposable)?.Dispose();
            return null;
        }
        catch (TargetInvocationException e)
        {
            return e.InnerException;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    public void Dispose()
    {
        _held.ForEach(each => each.Dispose());
        _directory.Dispose();
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    /// <summary>An object of a type that can be called.</summary>
    private object Instance(Type type)
    {
        if (type == typeof(AtomicWriter))
        {
            return Keep(AtomicFile.Create(_directory["written"]));
        }

        if (type == typeof(ServerLock))
        {
            return new MadeUpLock(TimeProvider.System);
        }

        if (type == typeof(ServerLockHandle))
        {
            return Keep(new MadeUpLock(TimeProvider.System).Acquire());
        }

        if (type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static) is { } defaults)
        {
            return defaults.GetValue(null)!;
        }

        ConstructorInfo? constructor = IsData(type) ? null : type.GetConstructors().MinBy(each => each.GetParameters().Length);
        return constructor is null
            ? RuntimeHelpers.GetUninitializedObject(type)
            : constructor.Invoke([.. constructor.GetParameters().Select(each => Sample(each.ParameterType, each.Name!))]);
    }

    private object? Sample(Type type, string name)
    {
        if (type.IsByRef)
        {
            return null;
        }

        if (type == typeof(string))
        {
            return name is "path" or "resource" or "directory" or "root" or "lockFile" ? _directory["x"] : "x";
        }

        if (type == typeof(FileLockOptions))
        {
            return new FileLockOptions { Directory = _directory.Path };
        }

        if (type.IsSubclassOf(typeof(Delegate)))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            Expression body = invoke.ReturnType == typeof(void) ? Expression.Empty() : Expression.Default(invoke.ReturnType);
            return Expression.Lambda(type, body, invoke.GetParameters().Select(each => Expression.Parameter(each.ParameterType))).Compile();
        }

        if (type.IsInterface && type.IsGenericType)
        {
            return Array.CreateInstance(type.GetGenericArguments()[0], 0);
        }

        return type switch
        {
            _ when type == typeof(int) => 1,
            { IsValueType: true } => RuntimeHelpers.GetUninitializedObject(type) is var value && Nullable.GetUnderlyingType(type) is null ? value : null,
            _ when type == typeof(ILock) => new MemoryLockProvider().Get("x"),
            _ when type == typeof(ILockHandle) => Keep(new MemoryLockProvider().Get("x").Acquire()),
            _ when type == typeof(ILockProvider) => new MemoryLockProvider(),
            _ when type == typeof(Stream) => Stream.Null,
            _ when type == typeof(TimeProvider) => TimeProvider.System,
            _ when type == typeof(Microsoft.Extensions.Logging.ILogger) => NullLogger.Instance,
            _ when type == typeof(SafeFileHandle) => Keep(File.OpenHandle("/dev/null")),
            _ when type == typeof(JsonTypeInfo<Note>) => NoteJson.Default.Note,
            _ when type == typeof(IServiceCollection) => new ServiceCollection(),
            _ when type == typeof(IHealthChecksBuilder) => new ServiceCollection().AddHealthChecks(),
            _ when type == typeof(IConfiguration) => new ConfigurationBuilder().Build(),
            _ => Instance(type),
        };
    }

    private T Keep<T>(T held)
        where T : IDisposable
    {
        _held.Add(held);
        return held;
    }
}
