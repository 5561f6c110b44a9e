using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>
/// The work of the records of a pipeline: up to a limit of it is in flight, and results and errors are written in the order of
/// the input.
/// </summary>
/// <param name="pump">Brings results to the pipeline thread.</param>
internal sealed class RecordQueue(PipelinePump pump)
{
    /// <summary>How many times the limit may run ahead of a record that takes long: what is done by then waits in memory to be
    /// written in its turn, and can no longer be stopped.</summary>
    private const int MaximumAhead = 8;

    private readonly Queue<QueuedRecord> _records = new();

    /// <summary>How many records have succeeded.</summary>
    public int SucceededCount { get; private set; }

    /// <summary>How many records have ended, well or not.</summary>
    public int EndedCount { get; private set; }

    /// <summary>Whether nothing is in flight or waiting to be written.</summary>
    public bool IsEmpty => _records.Count == 0;

    /// <summary>Whether there is a place for one more record.</summary>
    public bool HasRoom(int limit) =>
        _records.Count < limit || (_records.Count < limit * MaximumAhead && _records.Count(r => !r.Task.IsCompleted) < limit);

    /// <summary>Takes the work of a record, which has started.</summary>
    public void Add(QueuedRecord record) => _records.Enqueue(record);

    /// <summary>Writes the records at the head of the queue that have ended. On the pipeline thread.</summary>
    /// <param name="written">Called after each.</param>
    public void WriteEnded(Action written)
    {
        while (_records.Count > 0 && _records.Peek().Task.IsCompleted)
        {
            // What it reported comes before its result. If writing that ends the pipeline, the record is still here, to be counted as lost.
            pump.RunPosted();
            QueuedRecord ended = _records.Dequeue();
            EndedCount++;
            // Counted first: writing it may end the pipeline, because downstream has enough.
            SucceededCount += ended.Task.Status == TaskStatus.RanToCompletion ? 1 : 0;
            try
            {
                ended.Write();
            }
            catch (LookerApiException e)
            {
                ended.Fail(e);
            }

            written();
        }
    }

    /// <summary>Waits until everything in flight has ended, and writes none of it.</summary>
    /// <returns>How much of it has succeeded.</returns>
    public int Drain()
    {
        pump.Close();
        pump.DrainUntil(() => _records.All(r => r.Task.IsCompleted));
        int succeeded = 0;
        while (_records.Count > 0)
        {
            QueuedRecord ended = _records.Dequeue();
            if (ended.Task.Status == TaskStatus.RanToCompletion)
            {
                succeeded++;
                ended.Lose();
            }
            else if (ended.Task.Exception?.InnerException is LookerApiException e)
            {
                ended.Hide(e);
            }
        }

        return succeeded;
    }
}
