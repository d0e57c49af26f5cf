#!/bin/sh
# Runs benchmark rows on this machine and enters them in results/YYYY-MM-DD.md.
#   bench/run.sh               every row
#   bench/run.sh start-up ...  these rows
#   bench/run.sh --list        which rows there are
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

[ -x "$root/artifacts/mutx" ] || "$root/build.sh" program
dotnet build "$root/bench/Mutx.Bench" -c Release --nologo -v quiet -clp:NoSummary
exec "$root/artifacts/bin/Mutx.Bench/release/Mutx.Bench" "$root" "$@"
