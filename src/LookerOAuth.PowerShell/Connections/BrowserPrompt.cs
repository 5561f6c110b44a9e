using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>The person at the prompt, for a login in a browser.</summary>
internal sealed class BrowserPrompt : IAuthorizationPrompt
{
    private readonly LookerCommand _command;
    private readonly bool _noBrowser;

    public BrowserPrompt(LookerCommand command, bool noBrowser)
    {
        _command = command;
        _noBrowser = noBrowser;
    }

    public Task ShowAsync(Uri address, CancellationToken cancellationToken)
    {
        bool isOpen = !_noBrowser && Browser.TryOpen(address);
        return _command.Pump.InvokeAsync(() => Show(address, isOpen), cancellationToken);
    }

    public Task<string> AskForRedirectedAddressAsync(CancellationToken cancellationToken) =>
        _command.Pump.InvokeAsync(AskForRedirectedAddress, cancellationToken);

    private bool Show(Uri address, bool isOpen)
    {
        if (isOpen)
        {
            _command.WriteVerbose(Strings.BrowserOpened.With(address.AbsoluteUri));
        }
        else
        {
            // The tag lets the host show it whatever the preference: without the address nobody can go on.
            _command.WriteInformation(
                new HostInformationMessage { Message = Strings.OpenThisAddress.With(address.AbsoluteUri) }, ["PSHOST"]);
        }

        return isOpen;
    }

    private string AskForRedirectedAddress()
    {
        string? answer = HostPrompt.Ask(_command.Host, ui =>
        {
            ui.Write(Strings.AskForRedirectedAddress + ": ");
            return ui.ReadLine();
        });
        return string.IsNullOrWhiteSpace(answer)
            ? throw LookerApiException.InvalidArgument(Strings.NobodyToAsk, null, Strings.UseLoopbackRedirect)
            : answer!;
    }
}
