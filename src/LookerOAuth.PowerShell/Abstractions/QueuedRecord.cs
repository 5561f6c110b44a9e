using System;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>The work of a record, and what becomes of its end. All of it is called on the pipeline thread.</summary>
/// <param name="Task">The work, which has started.</param>
/// <param name="Write">Writes its result, or throws what the work threw.</param>
/// <param name="Fail">Writes an error of the work.</param>
/// <param name="Lose">Takes note of work that has succeeded and is not written.</param>
/// <param name="Hide">Takes note of an error that is not written.</param>
internal sealed record QueuedRecord(Task Task, Action Write, Action<LookerApiException> Fail, Action Lose, Action<LookerApiException> Hide);
