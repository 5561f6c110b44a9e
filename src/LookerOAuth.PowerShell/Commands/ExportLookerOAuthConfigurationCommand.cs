using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Writes the OAuth configuration of an instance as a document for Compare- and Import-LookerOAuthConfiguration. Holds no secret.</summary>
[Cmdlet(VerbsData.Export, LookerNouns.Configuration, SupportsShouldProcess = true)]
[OutputType(typeof(OAuthConfiguration), typeof(FileInfo))]
public sealed class ExportLookerOAuthConfigurationCommand : LookerConnectedCommand
{
    /// <summary>The files that this command has written: of several instances, none overwrites another's document.</summary>
    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The file to write; by default the document is emitted.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The client apps to write; wildcards are allowed. By default all, and the external apps.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClientGuidCompleter))]
    public string[]? ClientGuid { get; set; }

    /// <summary>Writes the users for whom each app is activated, too.</summary>
    [Parameter]
    public SwitchParameter IncludeUsers { get; set; }

    /// <summary>Overwrites a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        bool isEmpty = ClientGuid is null or [] || Array.Exists(ClientGuid, string.IsNullOrWhiteSpace);
        _ = Typed(nameof(ClientGuid), isEmpty ? null : ClientGuid);
        OAuthConfigurationExportOptions options = new() { ClientGuid = Wildcards.Matcher(ClientGuid), IncludeUsers = IncludeUsers };
        if (Path is null)
        {
            WriteObject(Exported(client, options));
            return;
        }

        string file = FilePath(Path);
        CheckWritable(file);
        if (Approve(file, Strings.WriteConfiguration))
        {
            Write(Exported(client, options), file);
            _ = _written.Add(file);
            WriteObject(new FileInfo(file));
        }
    }

    /// <summary>The document. An app that is named exactly must be in it.</summary>
    private OAuthConfiguration Exported(LookerClient client, OAuthConfigurationExportOptions options)
    {
        OAuthConfiguration configuration = Await(ct => client.Configuration.ExportAsync(options, ct));
        IEnumerable<string> names = (ClientGuid ?? []).Where(p => !Wildcards.AreIn(p)).Select(Wildcards.Unescape);
        string? missing = names.FirstOrDefault(n => !configuration.ClientGuids.Contains(n, StringComparer.OrdinalIgnoreCase));
        if (configuration.IdReferences is { Count: > 0 } references)
        {
            string warning = Strings.ExportedIds.With(OAuthConfiguration.InWords(references));
            WriteWarning(IsOneOfSeveral ? Strings.WithPrefix.With(Active.Name, warning) : warning);
        }

        return missing is null
            ? configuration
            : throw new LookerApiException(LookerErrorKind.NotFound, Strings.NoSuchClientApp.With(missing)) { Subject = missing };
    }

    private void CheckWritable(string file)
    {
        if (_written.Contains(file))
        {
            throw LookerApiException.InvalidArgument(Strings.OneFileEach.With(file), file, Strings.OneConnectionEach);
        }

        if (File.Exists(file) && !Force)
        {
            throw LookerApiException.InvalidArgument(Strings.FileExists.With(file), file, Strings.ForceOverwrites);
        }

        if (Directory.Exists(file))
        {
            throw LookerApiException.InvalidArgument(Strings.IsFolder.With(file), file, Strings.GiveFile);
        }

        if (!Directory.Exists(System.IO.Path.GetDirectoryName(file)))
        {
            throw LookerApiException.InvalidArgument(Strings.NoFolder.With(file), file, Strings.GiveFile);
        }
    }

    private static void Write(OAuthConfiguration configuration, string file)
    {
        string json = configuration.ToJson();
        string? unfinished = null;
        try
        {
            string target = TargetOf(file);
            if (IsLink(target))
            {
                File.WriteAllText(target, json);
                return;
            }

            // Through a second file that takes its place as a whole: if the disk fills up, the document that was there is not lost.
            unfinished = $"{target}.{Guid.NewGuid():n}.tmp";
            File.WriteAllText(unfinished, json);
            if (File.Exists(target))
            {
                KeepMode(target, unfinished);
                File.Replace(unfinished, target, destinationBackupFileName: null);
            }
            else
            {
                File.Move(unfinished, target);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new LookerApiException(LookerErrorKind.InvalidArgument, Strings.CannotWrite.With(file, e.Message.AsSentence()), e)
            {
                Subject = file,
                RecommendedAction = Strings.GiveFile,
            };
        }
        finally
        {
            if (unfinished is not null)
            {
                File.Delete(unfinished);
            }
        }
    }

    /// <summary>The file that a link leads to; the file itself if it is none.</summary>
    private static string TargetOf(string file) =>
#if NET
        File.Exists(file) ? File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file : file;
#else
        file;
#endif

    /// <summary>Whether a file is a link whose target is not known: it stays one, and the target is written over.</summary>
    private static bool IsLink(string file) => File.Exists(file) && File.GetAttributes(file).HasFlag(FileAttributes.ReparsePoint);

    private static void KeepMode(string from, string to)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
        }
#endif
    }
}
