using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace LookerOAuth.Module.Tests;

/// <summary>What the metadata of the staged module says of a cmdlet. No code of the module runs.</summary>
internal sealed class CmdletShape
{
    // From memory: a build that follows may write the files again.
    private static readonly Assembly[] Assemblies = LoadAssemblies();

    private readonly CustomAttributeData _cmdlet;

    private CmdletShape(Type type, CustomAttributeData cmdlet)
    {
        Type = type;
        _cmdlet = cmdlet;
        Verb = (string)cmdlet.ConstructorArguments[0].Value!;
        Noun = (string)cmdlet.ConstructorArguments[1].Value!;
        Parameters = [.. type.GetProperties().Select(ParameterShape.From).OfType<ParameterShape>()];
    }

    public static IReadOnlyList<CmdletShape> All { get; } = Load();

    /// <summary>The HTTP core that the cmdlets call.</summary>
    public static Assembly Core { get; } = Assemblies.Single(a => a.GetName().Name == "LookerOAuth.Core");

    public Type Type { get; }

    public string Verb { get; }

    public string Noun { get; }

    public string Name => $"{Verb}-{Noun}";

    public IReadOnlyList<ParameterShape> Parameters { get; }

    public bool SupportsShouldProcess => Named(_cmdlet, nameof(CmdletAttribute.SupportsShouldProcess)) is true;

    public ConfirmImpact ConfirmImpact => Named(_cmdlet, nameof(CmdletAttribute.ConfirmImpact)) is int impact ? (ConfirmImpact)impact : ConfirmImpact.Medium;

    public bool HasOutputType => Type.GetCustomAttributesData().Any(a => a.AttributeType.Name == nameof(OutputTypeAttribute));

    public static CmdletShape Of(string name) => All.Single(c => c.Name == name);

    public override string ToString() => Name;

    internal static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.MemberName == name).TypedValue.Value;

    private static Assembly[] LoadAssemblies()
    {
        AssemblyLoadContext context = new("module");
        return
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.StagedModule, "bin", "core"), "*.dll")
                .Select(file => context.LoadFromStream(new MemoryStream(File.ReadAllBytes(file)))),
        ];
    }

    private static CmdletShape[] Load() =>
    [
        .. from assembly in Assemblies
           where assembly.GetName().Name == "LookerOAuth.PowerShell"
           from type in assembly.GetTypes()
           from attribute in type.GetCustomAttributesData()
           where attribute.AttributeType.Name == nameof(CmdletAttribute)
           select new CmdletShape(type, attribute) into cmdlet
           orderby cmdlet.Name
           select cmdlet,
    ];
}

/// <summary>What the metadata says of a parameter.</summary>
internal sealed class ParameterShape
{
    private ParameterShape(PropertyInfo property, IReadOnlyList<CustomAttributeData> attributes)
    {
        Name = property.Name;
        Type = property.PropertyType;
        ByValue = attributes.Any(a => CmdletShape.Named(a, nameof(ParameterAttribute.ValueFromPipeline)) is true);
        IsShown = !attributes.Any(a => CmdletShape.Named(a, nameof(ParameterAttribute.DontShow)) is true);
        ByPropertyName = attributes.Any(a => CmdletShape.Named(a, nameof(ParameterAttribute.ValueFromPipelineByPropertyName)) is true);
        Aliases =
        [
            .. from attribute in property.GetCustomAttributesData()
               where attribute.AttributeType.Name == nameof(AliasAttribute)
               from names in attribute.ConstructorArguments
               from name in (IReadOnlyCollection<CustomAttributeTypedArgument>)names.Value!
               select (string)name.Value!,
        ];
    }

    public string Name { get; }

    public Type Type { get; }

    /// <summary>Whether people see it: a hidden one takes what comes by pipeline.</summary>
    public bool IsShown { get; }

    public bool ByValue { get; }

    public bool ByPropertyName { get; }

    public bool ByPipeline => ByValue || ByPropertyName;

    public IReadOnlyList<string> Aliases { get; }

    public static ParameterShape? From(PropertyInfo property)
    {
        CustomAttributeData[] attributes =
            [.. property.GetCustomAttributesData().Where(a => a.AttributeType.Name == nameof(ParameterAttribute))];
        return attributes.Length == 0 ? null : new ParameterShape(property, attributes);
    }
}
