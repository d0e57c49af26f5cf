#!/bin/sh
# Builds everything and leaves the native program at artifacts/mutx, and beside it artifacts/mutx-servers, which it goes on
# as where a lock server is named.
#   ./build.sh            all projects, and the program
#   ./build.sh program    the program alone, both parts
#   ./build.sh mutx       without the part for lock servers
set -eu
cd "$(dirname "$0")"

case "${1:-all}" in
    all | program | mutx) ;;
    *) echo "build.sh: '$1' is not a target; there are: all, program, mutx" >&2; exit 1 ;;
esac

for tool in dotnet gcc; do
    if ! command -v "$tool" >/dev/null; then
        echo "build.sh: $tool is missing; it takes the .NET 10 SDK and gcc with the static C library (Debian: gcc libc6-dev)" >&2
        exit 1
    fi
done

architecture=$(uname -m)
case "$(uname -s)-$architecture" in
    Linux-x86_64) runtime=linux-x64 ;;
    Linux-aarch64) runtime=linux-arm64 ;;
    Darwin-x86_64) runtime=osx-x64 ;;
    Darwin-arm64) runtime=osx-arm64 ;;
    *) echo "build.sh: no native program for $(uname -s) on $architecture" >&2; exit 1 ;;
esac

if [ "${1:-all}" = all ]; then
    dotnet build Mutx.slnx -c Release --nologo -v quiet
fi

native=$(sed -n 's:.*<MutxNativeFramework>\(.*\)</MutxNativeFramework>.*:\1:p' Directory.Build.props)
publish() { # project, name
    dotnet publish "src/$1" -f "$native" -r "$runtime" -c Release --nologo -v quiet -o "artifacts/native/$2"
    # Renamed into place, so that one who runs it meanwhile has the old program or the new.
    cp "artifacts/native/$2/$2" "artifacts/.$2.$$"
    mv -f "artifacts/.$2.$$" "artifacts/$2"
}

[ "${1:-all}" = mutx ] || publish Mutx.Servers mutx-servers
publish Mutx.Cli mutx
