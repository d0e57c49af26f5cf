namespace Mutx.Interleavings.Tests.Disks;

/// <summary>Who says when each step on a simulated disk is done, and stands in for the threads of the processes that use it.</summary>
internal interface IPace
{
    /// <summary>Returns when the step is to be done, at once, by the calling thread.</summary>
    void Step(in Call call);

    /// <summary>Returns when the step is to be done, which is not before it can be.</summary>
    /// <param name="call">The step.</param>
    /// <param name="place">What decides whether it can be done, for the explorer: whoever waits for it will change it.</param>
    /// <param name="isPossible">Whether it can be done.</param>
    void Step(in Call call, ulong place, Func<bool> isPossible);

    /// <summary>Lets the calling thread stand still until something is so or a time is up.</summary>
    /// <returns>Whether it is so.</returns>
    bool Wait(in Call call, ulong place, Func<bool> isPossible, TimeSpan limit);

    /// <summary>Enters in the step that is being done that it touches something.</summary>
    void Touch(ulong place, AccessKind kind);

    void StartThread(SimulatedProcess process, string name, Action body);

    /// <summary>What is known of a process of the same host.</summary>
    SimulatedProcess? Find(int processId, string host);

    /// <summary>How the last step ended, in a word, and with which file; 0 where there is none to tell.</summary>
    void Note(string result, int number);
}
