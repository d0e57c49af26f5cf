using System.Reflection;
using Mutx.DependencyInjection;
using Mutx.Primitives;
using Mutx.Stores;
using Mutx.Testing;

namespace Mutx.Tests.Architecture;

/// <summary>How the public types are made.</summary>
public sealed class PublicTypesTests
{
    private static readonly IReadOnlyList<Type> Types =
    [
        .. new[] { typeof(MutxException), typeof(StoreOptions), typeof(MutxServiceOptions), typeof(MemoryLockProvider) }
            .SelectMany(known => known.Assembly.GetExportedTypes()),
    ];

    [Fact]
    public void Public_classes_are_sealed_or_static_or_meant_to_be_derived_from() =>
        Breaches.None(Types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && type != typeof(MutxException)));

    [Fact]
    public void Public_methods_take_no_bare_truth_values() =>
        Breaches.None(Types
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName && method.GetParameters().Any(p => p.ParameterType == typeof(bool)))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}"));

    [Fact]
    public void Option_records_of_the_library_are_sealed_and_have_a_default() =>
        Breaches.None(typeof(MutxException).Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .Where(type => !type.IsSealed || type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static) is null));
}
