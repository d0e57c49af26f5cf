#!/bin/sh
# Runs the library's Windows side under wine: locks by LockFileEx between processes, waiting, replacement, backups, a killed
# holder. It shows that the calls are made right. What wine lets programs share proves nothing about Windows.
# Takes Debian's packages wine and wine64, and the registry's runtime pack for win-x64.
#   tests/wine.sh
set -eu
cd "$(dirname "$0")/.."

for tool in wine wineboot winecfg; do
    command -v "$tool" > /dev/null || { echo "wine.sh: $tool is missing: apt-get install wine wine64" >&2; exit 1; }
done

dotnet publish tests/Mutx.TestHost -c Release -r win-x64 --self-contained -p:RestorePackagesWithLockFile=false \
    -o artifacts/wine --nologo -v quiet

work=$(mktemp -d)
export WINEPREFIX="$work/prefix" WINEDEBUG=-all MUTX_LOCK_DIR='Z:'"$work/locks"
mkdir "$work/data"
trap 'exec 3>&- || true; wineserver -k || true; rm -rf "$work"' EXIT
wineboot -i > /dev/null 2>&1
winecfg -v win10 > /dev/null 2>&1

file="Z:$work/data/file"
# Without descriptor 3, whose end ends the holder: wine's servers would inherit it and live on.
host() { wine artifacts/wine/Mutx.TestHost.exe "$@" 2>> "$work/errors" 3>&- | tr -d '\r'; }
failed=0
expect() { # what, wanted, found
    if [ "$2" = "$3" ]; then
        echo "ok: $1"
    else
        echo "FAILED: $1: wanted '$2', found '$3'"
        failed=$((failed + 1))
        grep -a -A 4 MutxException "$work/errors" | tail -n 5 >&2 || true
    fi
}
until_line() { # file, line: a deadline of a minute
    tries=0
    until grep -q "$2" "$1"; do
        tries=$((tries + 1))
        [ $tries -lt 600 ] || { echo "wine.sh: '$2' never came" >&2; exit 1; }
        sleep 0.1
    done
}

host put "$file" "first"
expect "a new file is created" first "$(cat "$work/data/file")"
host put "$file" "second, and longer"
expect "a file is replaced" "second, and longer" "$(cat "$work/data/file")"
host put "$file" "third" keep
expect "a backup keeps what was replaced" "third, second, and longer" "$(cat "$work/data/file"), $(cat "$work/data/file.mutx.backup")"
host put "$file" "fourth" keep
expect "the next one takes its place" "third file file.mutx.backup" \
    "$(cat "$work/data/file.mutx.backup") $(ls -A "$work/data" | tr '\n' ' ' | sed 's/ $//')"
rm "$work/data/file.mutx.backup"
host replace "$file" 60 > /dev/null
expect "sixty replacements of all sizes leave one file" file "$(ls -A "$work/data")"

mkfifo "$work/end"
wine artifacts/wine/Mutx.TestHost.exe hold "$file" < "$work/end" > "$work/holder" 2>> "$work/errors" &
holder=$!
exec 3> "$work/end"
until_line "$work/holder" ready
expect "a second process doesn't get the lock" "timed out" "$(host acquire "$file" 300)"
(exec 3>&-; host acquire "$file" 60000) > "$work/waiter" &
waiter=$!
exec 3>&-
wait $holder
wait $waiter
expect "a waiter gets it when the holder is done" acquired "$(cat "$work/waiter")"

wine artifacts/wine/Mutx.TestHost.exe hold "$file" < "$work/end" > "$work/holder" 2>> "$work/errors" &
holder=$!
exec 3> "$work/end"
until_line "$work/holder" ready
expect "and it is held again" "timed out" "$(host acquire "$file" 300)"
kill -9 $holder
expect "a killed holder frees it" acquired "$(host acquire "$file" 60000)"

[ $failed -eq 0 ] || exit 1
echo "the Windows side works under wine"
