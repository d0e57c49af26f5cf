#!/bin/sh
# Cuts ext4, xfs and btrfs off in mid-write, CUTS times in all (2000), and prints the figures. What was acknowledged
# before a cut has to be there after it; the controls leave a sync out and have to lose something. Root, Linux.
#   tests/powercut/powercut.sh [CUTS]
set -eu
cd "$(dirname "$0")/../.."

cuts=${1:-2000}
rig=artifacts/bin/Mutx.Powercut/release/Mutx.Powercut
[ -x artifacts/mutx ] || ./build.sh program
dotnet build tests/powercut -c Release --nologo -v quiet

status=0
run() { # filesystem, writer, durability, cuts, how, wanted: good or bad
    line=$(unshare --mount --propagation private "$rig" "$1" "$2" "$3" "$4" $5 artifacts/mutx)
    echo "$line"
    case "$6 $line" in
        good*" bad=0 "*) ;;
        bad*" bad=0 "*) echo "  this control had to lose something" >&2; status=1 ;;
        bad*) ;;
        *) echo "  something was lost" >&2; status=1 ;;
    esac
}

start=$(date +%s)
for filesystem in ext4 xfs btrfs; do
    each=$((cuts / 21))
    run $filesystem library full $each "" good
    run $filesystem library full $each stopped good
    run $filesystem write full $each "" good
    run $filesystem write full $each stopped good
    run $filesystem update full $each "" good
    run $filesystem record full $each "" good
    run $filesystem record full $each stopped good
    run $filesystem library file 5 stopped bad
    run $filesystem library none 5 stopped bad
    run $filesystem careless none 5 stopped bad
done
echo "$((21 * (cuts / 21))) cuts and 45 of controls in $(($(date +%s) - start)) s"
exit $status
