namespace Mutx.Bench.Rows;

/// <summary>How often a small write asks the kernel for something; needs strace.</summary>
internal sealed class SystemCallsRow : Row
{
    public override string Name => "system-calls";

    public override string Summary => "system calls of a 1 KiB write";

    public override IReadOnlyList<Figure> Measure(Workbench bench)
    {
        if (!Workbench.HasTool("strace"))
        {
            Console.Error.WriteLine("bench: strace is missing: no figures for system-calls");
            return [];
        }

        // By a relative path, as it is mostly used; an absolute one takes a call more for each of its directories.
        const string File = "f";
        string trace = bench.PathOf("trace");
        byte[] content = new byte[1024];

        // Locks lie where they do by default: one who names a place for caches has it looked at, which is a call more.
        string home = System.IO.Directory.CreateDirectory(bench.PathOf("home")).FullName;
        string[] write = ["env", "-u", "XDG_CACHE_HOME", $"HOME={home}", bench.Program, File];
        new Command(write[0], write[1..]) { Directory = bench.Directory, Input = content }.Run(); // makes the lock file, once
        new Command("strace", ["-f", "-qq", "-o", trace, .. write]) { Directory = bench.Directory, Input = content }.Run();

        // By the rule of the test that allows no more: the thread that does the work counts, not the runtime's own, which may
        // still be starting; nor does the page that the runtime takes for its first call through an interface. A call that
        // another thread's call cuts in two has a second line, "<... read resumed>".
        List<string> all = [.. System.IO.File.ReadLines(trace).Where(line => !line.Contains(" resumed>") && !line.Contains(" +++ "))];
        string thread = all[0][..(all[0].IndexOf(' ') + 1)];
        List<string> calls = [.. all.Where(line => line.StartsWith(thread, StringComparison.Ordinal) && !line.Contains("mmap(NULL, 4096,"))];
        calls.RemoveRange(0, calls.FindLastIndex(call => call.Contains(" execve(")));
        int start = calls.FindIndex(call => call.Contains("\".\"") && call.Contains("O_DIRECTORY"));
        if (start < 0)
        {
            throw new InvalidOperationException($"the trace has no call that opens the file's directory");
        }

        return
        [
            Figure.Alone("from opening the file's directory to the end", "calls", calls.Count - start, Goal.AtMost(36)),
            Figure.Alone("before, by the same thread: runtime, arguments, signal handlers", "calls", start, Goal.None),
        ];
    }
}
