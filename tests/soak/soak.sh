#!/bin/sh
# Lets 24 processes want one lock for SECONDS (1800) by each of the two methods, an hour in all, while some are killed,
# stopped and continued and lock files are swept away, and prints what happened. No two may ever hold it together and
# no count may be lost; the run without any lock has to be found out.
#   tests/soak/soak.sh [SECONDS] [PROCESSES]
set -eu
cd "$(dirname "$0")/../.."

seconds=${1:-1800}
processes=${2:-24}
rig=artifacts/bin/Mutx.Soak/release/Mutx.Soak
dotnet build tests/soak -c Release --nologo -v quiet

status=0
for method in kernel claim; do
    line=$("$rig" $method "$processes" "$seconds")
    echo "$line"
    case "$line" in
        *" overlaps=0 unexpected=0 lost=0") ;;
        *) echo "  the lock by $method did not exclude" >&2; status=1 ;;
    esac
done

line=$("$rig" none "$processes" 2 2> /dev/null)
echo "$line"
case "$line" in
    *" overlaps=0 "*) echo "  this control had to be found out" >&2; status=1 ;;
esac
exit $status
