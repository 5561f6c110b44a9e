namespace LookerOAuth;

/// <summary>Is told what happens on the wire while a call runs. May be called from any thread, and from several at once.</summary>
public interface ILookerObserver
{
    /// <summary>Whether events should carry bodies (secrets masked). False saves reading and masking them.</summary>
    bool WantsBodies { get; }

    /// <summary>Takes one event. Must return at once.</summary>
    /// <param name="e">What happened.</param>
    void Report(LookerEvent e);
}
