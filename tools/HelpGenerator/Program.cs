// Makes the help that ships from the pages in docs/help: the external help of the commands, and the about topics as plain text.
// The build runs it; it needs no PowerShell. The same pages give the same bytes on every system.
using System;
using System.IO;
using System.Linq;
using System.Text;
using LookerOAuth.Tools;

if (args is not [string pages, string output])
{
    Console.Error.WriteLine("usage: HelpGenerator <folder of the pages> <folder for the help>");
    return 2;
}

Directory.CreateDirectory(output);
try
{
    CommandPage[] commands = [.. Pages("*-*.md").Select(CommandPage.Read)];
    WriteIfChanged("LookerOAuth.PowerShell.dll-Help.xml", ExternalHelp.Write(commands));
    string[] topics = [.. Pages("about_*.md")];
    foreach (string topic in topics)
    {
        WriteIfChanged($"{Path.GetFileNameWithoutExtension(topic)}.help.txt", AboutTopic.ToText(File.ReadAllLines(topic)));
    }

    foreach (string stale in Directory.EnumerateFiles(output, "about_*.help.txt")
        .Where(file => !topics.Any(topic => Path.GetFileName(file) == $"{Path.GetFileNameWithoutExtension(topic)}.help.txt")))
    {
        File.Delete(stale);
    }

    return 0;
}
catch (PageException e)
{
    // The form in which the build shows an error with its file.
    Console.Error.WriteLine($"{e.File}: error HELP: {e.Message}");
    return 1;
}

string[] Pages(string pattern) => [.. Directory.GetFiles(pages, pattern).Order(StringComparer.OrdinalIgnoreCase)];

void WriteIfChanged(string name, string text)
{
    string path = Path.Combine(output, name);
    if (!File.Exists(path) || File.ReadAllText(path) != text)
    {
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
