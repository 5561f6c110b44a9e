using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>An answer that many wait for and that is asked for once. Errors are kept, too; a cancelled question is asked again.</summary>
internal sealed class SharedAnswer<T>
{
    private readonly object _gate = new();
    private readonly Func<CancellationToken, Task<T>> _ask;
    private Task<T>? _answer;

    public SharedAnswer(Func<CancellationToken, Task<T>> ask)
    {
        _ask = ask;
    }

    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_answer is null || _answer.IsCanceled)
            {
                _answer = _ask(cancellationToken);
            }

            return _answer;
        }
    }
}
