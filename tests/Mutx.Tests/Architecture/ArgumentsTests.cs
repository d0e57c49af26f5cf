using System.Reflection;
using Mutx.DependencyInjection;

namespace Mutx.Tests.Architecture;

/// <summary>What can't be right is refused where it is said, all over the public surface, and not where it is used.</summary>
public sealed class ArgumentsTests : IDisposable
{
    // Bound from configuration, and checked as a whole when the host starts.
    private static readonly Type[] CheckedElsewhere = [typeof(MutxServiceOptions)];

    private readonly PublicSurface _surface = new();
    private readonly NullabilityInfoContext _nullability = new();
    private readonly List<string> _breaches = [];
    private int _tried;

    public void Dispose() => _surface.Dispose();

    [Fact]
    public async Task An_argument_that_may_not_be_null_is_refused_at_the_call()
    {
        foreach ((MethodBase call, ParameterInfo parameter) in Parameters())
        {
            if (!parameter.ParameterType.IsValueType && !parameter.IsOut
                && _nullability.Create(parameter).WriteState == NullabilityState.NotNull)
            {
                await Refuses<ArgumentNullException>(call, parameter, null);
            }
        }

        Assert.Empty(_breaches);
        Assert.InRange(_tried, 100, int.MaxValue);
    }

    [Fact]
    public async Task An_argument_that_its_enumeration_does_not_have_is_refused_at_the_call()
    {
        foreach ((MethodBase call, ParameterInfo parameter) in Parameters())
        {
            if (OwnEnum(parameter.ParameterType) is { } type)
            {
                await Refuses<ArgumentOutOfRangeException>(call, parameter, Enum.ToObject(type, Beyond(type)));
                await Refuses<ArgumentOutOfRangeException>(call, parameter, Enum.ToObject(type, -1));
            }
        }

        Assert.Empty(_breaches);
        Assert.InRange(_tried, 40, int.MaxValue);
    }

    [Fact]
    public void Options_refuse_null_and_what_their_enumerations_do_not_have_and_take_all_that_they_have()
    {
        foreach (PropertyInfo property in Options().SelectMany(type => type.GetProperties().Where(each => each.SetMethod is { IsPublic: true })))
        {
            object options = Activator.CreateInstance(property.DeclaringType!)!;
            if (OwnEnum(property.PropertyType) is { } type)
            {
                Refuses<ArgumentOutOfRangeException>(property, options, Enum.ToObject(type, Beyond(type)));
                Refuses<ArgumentOutOfRangeException>(property, options, Enum.ToObject(type, -1));
                foreach (object value in Enum.GetValuesAsUnderlyingType(type))
                {
                    property.SetValue(options, Enum.ToObject(type, value));
                }
            }
            else if (!property.PropertyType.IsValueType && _nullability.Create(property).WriteState == NullabilityState.NotNull)
            {
                Refuses<ArgumentNullException>(property, options, null);
            }
        }

        Assert.Empty(_breaches);
        Assert.InRange(_tried, 30, int.MaxValue);
    }

    [Fact]
    public void Enumerations_begin_at_0_and_have_no_gaps_so_that_the_last_value_tells_which_there_are()
    {
        var gaps = PublicSurface.Types.Select(type => type.Assembly).Distinct()
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.IsEnum && type.GetCustomAttribute<FlagsAttribute>() is null)
            .Where(type => Enum.GetUnderlyingType(type) != typeof(int)
                || !Enum.GetValuesAsUnderlyingType(type).Cast<int>().Order().SequenceEqual(Enumerable.Range(0, Enum.GetValuesAsUnderlyingType(type).Length)))
            .ToList();
        Assert.Empty(gaps);
    }

    private static IEnumerable<(MethodBase Call, ParameterInfo Parameter)> Parameters() =>
        from type in PublicSurface.Types
        from call in PublicSurface.Calls(type)
        where !call.GetParameters().Any(each => each.ParameterType.IsByRefLike) // not to be called by reflection
        from parameter in call.GetParameters()
        select (call, parameter);

    private static IEnumerable<Type> Options() => PublicSurface.Types.Where(PublicSurface.IsOptions).Except(CheckedElsewhere);

    private static Type? OwnEnum(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsEnum && plain.Namespace!.StartsWith("Mutx", StringComparison.Ordinal) ? plain : null;
    }

    private static int Beyond(Type type) =>
        Enum.GetValuesAsUnderlyingType(type).Cast<int>().Max() is var last && type.GetCustomAttribute<FlagsAttribute>() is null ? last + 1 : last * 2;

    private async Task Refuses<TError>(MethodBase call, ParameterInfo parameter, object? argument)
        where TError : ArgumentException
    {
        _tried++;
        Exception? thrown = await _surface.CallAsync(call, parameter, argument);
        if (thrown is not TError { ParamName: { } named } || named != parameter.Name)
        {
            _breaches.Add($"{call.DeclaringType!.Name}.{call.Name}({parameter.Name}: {argument ?? "null"}): {thrown?.GetType().Name ?? "accepted"} {(thrown as ArgumentException)?.ParamName}");
        }
    }

    private void Refuses<TError>(PropertyInfo property, object options, object? value)
        where TError : ArgumentException
    {
        _tried++;
        TargetInvocationException? thrown = Record.Exception(() => property.SetValue(options, value)) as TargetInvocationException;
        if (thrown?.InnerException is not TError)
        {
            _breaches.Add($"{property.DeclaringType!.Name}.{property.Name} = {value ?? "null"}: {thrown?.InnerException?.GetType().Name ?? "accepted"}");
        }
    }
}
