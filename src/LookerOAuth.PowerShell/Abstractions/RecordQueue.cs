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

    private readonly Queue<Record> _records = new();

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
    /// <param name="work">The work.</param>
    /// <param name="write">Writes its result, or throws what the work threw. On the pipeline thread.</param>
    /// <param name="fail">Writes an error of the work. On the pipeline thread.</param>
    /// <param name="lose">Takes note of work that has succeeded and is not written.</param>
    public void Add(Task work, Action write, Action<LookerApiException> fail, Action lose) => _records.Enqueue(new Record(work, write, fail, lose));

    /// <summary>Writes the records at the head of the queue that have ended. On the pipeline thread.</summary>
    /// <param name="written">Called after each.</param>
    public void WriteEnded(Action written)
    {
        while (_records.Count > 0 && _records.Peek().Task.IsCompleted)
        {
            // What it reported comes before its result. If writing that ends the pipeline, the record is still here, to be counted as lost.
            pump.RunPosted();
            Record ended = _records.Dequeue();
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
            Record ended = _records.Dequeue();
            if (ended.Task.Status == TaskStatus.RanToCompletion)
            {
                succeeded++;
                ended.Lose();
            }
        }

        return succeeded;
    }

    private sealed record Record(Task Task, Action Write, Action<LookerApiException> Fail, Action Lose);
}
