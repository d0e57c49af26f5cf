#!/bin/sh
# Runs every test; the last line is the sum over all suites. Names of suites as arguments run only those.
#   ./test.sh                      everything
#   ./test.sh Mutx.Cli.Tests       one suite
set -eu
cd "$(dirname "$0")"

tests/install-packages.sh
./build.sh

# A shell that starts this in the background has made it ignore SIGINT, and ignored signals are inherited.
clean="env --default-signal=INT,QUIT,HUP,TERM,PIPE"
$clean true 2>/dev/null || clean=""

passed=0 failed=0 skipped=0 status=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for project in tests/*.Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    if [ $# -gt 0 ] && ! echo " $* " | grep -q " $name "; then
        continue
    fi

    echo "== $name"
    { $clean "artifacts/bin/$name/release/$name" -noLogo -noColor 2>&1 || echo "exit status $?"; } | tee "$log"

    # Total: 12, Errors: 0, Failed: 0, Skipped: 1, Not Run: 0, Time: 0.5s
    line=$(grep -E 'Total: [0-9]+, Errors: [0-9]+' "$log" | tail -n 1)
    if [ -z "$line" ]; then
        echo "$name ended without a summary" >&2
        failed=$((failed + 1))
        continue
    fi

    number() { echo "$line" | sed -n "s/.*$1: \([0-9]*\).*/\1/p"; }
    bad=$(($(number Failed) + $(number Errors)))
    passed=$((passed + $(number Total) - $(number Failed) - $(number Skipped)))
    failed=$((failed + bad))
    skipped=$((skipped + $(number Skipped)))
done

[ "$failed" -eq 0 ] || status=1
[ "$passed" -gt 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
