using Mutx.Primitives;

#pragma warning disable RS0030 // System.Threading.Thread.Sleep: this is where waiting waits

namespace Mutx.Platform;

/// <summary>
/// The threads that work on the disk and how they pause. All that this library starts beside its caller's own thread is
/// started here, and where such a thread or a caller stands still without a system call, it does so here: whoever
/// replaces these steps decides in which order everything happens, and when.
/// </summary>
internal abstract partial class Disk
{
    /// <summary>Starts a thread that doesn't keep the process alive. Doesn't wait for it, and may be called under a lock.</summary>
    /// <exception cref="MutxException">The system refuses another thread.</exception>
    public virtual void StartThread(string name, Action body)
    {
        try
        {
            new Thread(() => body()) { IsBackground = true, Name = name }.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            throw new MutxException(MutxError.Io, "the system refuses another thread", e)
            {
                Hint = "look at the limits on threads (ulimit -u) and memory",
            };
        }
    }

    /// <summary>Does something that nobody waits for, and that need not be done, on a thread of the pool. It must not throw.</summary>
    public virtual void RunInBackground(Action work) =>
        ThreadPool.UnsafeQueueUserWorkItem(static work => work(), work, preferLocal: false);

    /// <summary>Lets the calling thread stand still for a time.</summary>
    public virtual void Pause(TimeSpan time) => Thread.Sleep(time);

    /// <summary>Something for a thread to wait for that another thread does; not raised at first.</summary>
    public virtual ThreadSignal NewSignal() => new MonitorSignal();
}
