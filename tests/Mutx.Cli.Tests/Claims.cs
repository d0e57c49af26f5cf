using System.Text.Json;

namespace Mutx.Cli.Tests;

public sealed class Claims : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    private static string Host => File.ReadAllText("/proc/sys/kernel/hostname").Trim();

    [Theory]
    [InlineData("option")]
    [InlineData("environment")]
    [InlineData("policy")]
    public async Task A_claim_is_used_where_it_is_asked_for_and_gone_afterwards(string how)
    {
        ProgramRun write = _sandbox.Mutx(how == "option" ? ["f", "--json", "--lock-method", "claim"] : ["f", "--json"]).Input("new");
        if (how == "environment")
        {
            write = write.With("MUTX_LOCK_METHOD", "claim");
        }
        else if (how == "policy")
        {
            _sandbox.Files.Write(".mutx", "# shared with other hosts\nlock-method = claim\n");
        }

        JsonElement told = JsonDocument.Parse((await write.RunAsync()).AssertStatus(0).Output).RootElement.GetProperty("lock");
        Assert.Equal(("claim", _sandbox.Files[".f.mutx.claim"]), (told.GetProperty("method").GetString(), told.GetProperty("path").GetString()));
        Assert.Equal("new", _sandbox.Files.Read("f"));
        _sandbox.Files.AssertEntries(how == "policy" ? [".mutx", "f"] : ["f"]);
    }

    [Fact]
    public async Task A_file_that_is_somebody_s_lock_file_is_left_alone_however_old_it_is()
    {
        File.SetLastWriteTimeUtc(_sandbox.Files.Write("Gemfile.lock", "GEM\n"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        (await _sandbox.Mutx("Gemfile", "--lock-method", "claim").Input("new").RunAsync()).AssertSilentSuccess();
        Assert.Equal("GEM\n", _sandbox.Files.Read("Gemfile.lock"));
        (await _sandbox.Mutx("Gemfile", "--lock-method", "claim", "--lock-file", "Gemfile.lock").Input("newer").RunAsync())
            .AssertError(1, "Gemfile.lock", "not the record of a claim", "move it away");
        foreach (string[] asked in new[] { ["status", "Gemfile", "--lock-file", "Gemfile.lock"], new[] { "status", "--lock-file", "Gemfile.lock" } })
        {
            (await _sandbox.Mutx(asked).With("MUTX_LOCK_METHOD", "claim").RunAsync()).AssertError(1, "Gemfile.lock", "not the record of a claim");
        }

        Assert.Equal(("new", "GEM\n"), (_sandbox.Files.Read("Gemfile"), _sandbox.Files.Read("Gemfile.lock")));
        _sandbox.Files.AssertEntries("Gemfile", "Gemfile.lock");
    }

    [Fact]
    public async Task A_policy_that_makes_no_sense_is_an_error_not_a_guess()
    {
        _sandbox.Files.Write(".mutx", "lock-method = clam\n");
        (await _sandbox.Mutx("f").Input("new").RunAsync()).AssertError(1, ".mutx", "clam");
        _sandbox.Files.AssertEntries(".mutx");
        (await _sandbox.Mutx("f", "--lock-method", "kernel").Input("new").RunAsync()).AssertSilentSuccess();
    }

    [Fact]
    public async Task A_claim_of_another_host_is_respected_and_its_holder_named()
    {
        Put(4711, "elsewhere", DateTime.UtcNow);
        (await _sandbox.Mutx("f", "--lock-method", "claim", "--no-wait").Input("new").RunAsync())
            .AssertError(2, "f", "pid 4711", "elsewhere");
        (await _sandbox.Mutx("f", "--lock-method", "claim", "-t", "200ms", "-q").Input("new").RunAsync()).AssertError(2, "waited");
        _sandbox.Files.AssertEntries(".f.mutx.claim");
    }

    [Fact]
    public async Task A_claim_whose_holder_has_ended_or_that_nobody_keeps_fresh_is_taken_over_at_once()
    {
        Put(4_194_304, Host, DateTime.UtcNow);
        (await _sandbox.Mutx("f", "--lock-method", "claim", "--no-wait").Input("1").RunAsync()).AssertSilentSuccess();
        Put(4711, "elsewhere", DateTime.UtcNow.AddMinutes(-6));
        (await _sandbox.Mutx("f", "--lock-method", "claim", "--no-wait").Input("2").RunAsync()).AssertSilentSuccess();
        Assert.Equal("2", _sandbox.Files.Read("f"));
        _sandbox.Files.AssertEntries("f");
    }

    [Fact]
    public async Task A_clock_an_hour_off_on_the_holder_changes_nothing()
    {
        foreach (int hours in new[] { -1, 1 })
        {
            Put(4711, "elsewhere", DateTime.UtcNow.AddHours(hours), modified: DateTime.UtcNow);
            (await _sandbox.Mutx("f", "--lock-method", "claim", "--no-wait").Input("1").RunAsync()).AssertStatus(2);
        }

        Put(4711, "elsewhere", DateTime.UtcNow.AddHours(-1), modified: DateTime.UtcNow.AddHours(1));
        (await _sandbox.Mutx("f", "--lock-method", "claim", "--no-wait").Input("1").RunAsync()).AssertStatus(2);
    }

    [Fact]
    public async Task A_process_in_another_pid_namespace_is_held_by_its_age_alone()
    {
        Need.Root();
        Need.Package("unshare", "util-linux");
        // The inner one claims with a small pid that means another process out here, or none.
        ProgramRun inner = _sandbox.Run(
            "unshare", "--pid", "--fork", "--mount-proc", _sandbox.Mutx().FileName, "run", "f", "--lock-method", "claim", "--", "cat");
        using RunningProgram holder = inner.With("MUTX_LOCK_DIR", _sandbox.Home["other"]).Start();
        await Eventually.IsTrue(() => File.Exists(_sandbox.Files[".f.mutx.claim"]), "the claim is there");
        (await _sandbox.Mutx("f", "--lock-method", "claim", "--no-wait").Input("1").RunAsync()).AssertStatus(2);
        holder.CloseInput();
        (await holder.WaitAsync()).AssertStatus(0);
        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task A_process_in_a_pid_namespace_that_it_cannot_tell_is_held_by_its_age_alone()
    {
        Need.Root();
        Need.Package("unshare", "util-linux");
        string run = $"umount -l /proc && exec {_sandbox.Mutx().FileName} run f --lock-method claim -- cat";
        using RunningProgram holder = _sandbox.Run("unshare", "--pid", "--fork", "--mount", "sh", "-c", run)
            .With("MUTX_LOCK_DIR", _sandbox.Home["other"]).Start();
        await Eventually.IsTrue(() => File.Exists(_sandbox.Files[".f.mutx.claim"]) || holder.HasExited, "the claim is there");
        (await _sandbox.Mutx("f", "--lock-method", "claim", "--no-wait").Input("1").RunAsync()).AssertStatus(2);
        holder.CloseInput();
        (await holder.WaitAsync()).AssertStatus(0);
        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task A_pid_used_again_is_told_by_its_start()
    {
        string started = File.ReadAllText("/proc/self/stat").Split(' ')[21];
        string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        Put(Environment.ProcessId, Host, DateTime.UtcNow, $", \"started\": {started}, \"boot\": \"{boot}\"");
        (await _sandbox.Mutx("f", "--lock-method", "claim", "--no-wait").Input("1").RunAsync()).AssertStatus(2);
        Put(Environment.ProcessId, Host, DateTime.UtcNow, $", \"started\": 1{started}, \"boot\": \"{boot}\"");
        (await _sandbox.Mutx("f", "--lock-method", "claim", "--no-wait").Input("1").RunAsync()).AssertSilentSuccess();
    }

    [Fact]
    public async Task A_command_runs_under_a_claim_that_is_kept_and_removed_after_it()
    {
        ProgramResult result = await _sandbox.Mutx("run", "f", "--lock-method", "claim", "--", "/bin/sh", "-c", "ls -A; exit 7").RunAsync();
        Assert.Equal(".f.mutx.claim\n", result.AssertStatus(7).Output);
        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task Dead_claims_are_swept_with_the_locks_and_those_that_count_stay()
    {
        Put(4_194_304, Host, DateTime.UtcNow);
        File.Move(_sandbox.Files[".f.mutx.claim"], _sandbox.Files[".dead.mutx.claim"]);
        Put(4711, "elsewhere", DateTime.UtcNow);
        _sandbox.Files.Write(".note.mutx.claim", "not ours");
        (await _sandbox.Mutx("housekeep", "locks", ".", "--older-than", "0s").RunAsync()).AssertStatus(0);
        _sandbox.Files.AssertEntries(".f.mutx.claim", ".note.mutx.claim");
    }

    private void Put(int pid, string host, DateTime time, string rest = "", DateTime? modified = null)
    {
        string stamp = time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
        _sandbox.Files.Write(".f.mutx.claim", $"{{\"pid\": {pid}, \"timestamp\": \"{stamp}\", \"hostname\": \"{host}\"{rest}}}");
        File.SetLastWriteTimeUtc(_sandbox.Files[".f.mutx.claim"], modified ?? time);
    }
}
