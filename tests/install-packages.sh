#!/bin/sh
# Installs what the tests use beside the SDK, where that is possible: on Debian and its kin, as root. Elsewhere the
# tests that miss something say so.
set -eu

missing=""
need() { # command, package
    command -v "$1" >/dev/null || missing="$missing $2"
}

need gcc gcc
need strace strace
need script bsdutils
need setfacl acl
need setfattr attr
need chattr e2fsprogs
need mkfs.xfs xfsprogs
need mkfs.btrfs btrfs-progs
need mount mount
need setpriv util-linux
need mkfs.ext4 e2fsprogs
need bindfs bindfs
need sshfs sshfs
need fusermount3 fuse3
need mount.exfat-fuse exfat-fuse
need mkfs.exfat exfatprogs
need etcd etcd-server
need pgbouncer pgbouncer
need ip iproute2
need ipcrm util-linux
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -f /usr/lib/openssh/sftp-server ] || missing="$missing openssh-sftp-server"
[ -f /usr/lib/x86_64-linux-gnu/libc.a ] || [ -f /usr/lib/aarch64-linux-gnu/libc.a ] || missing="$missing libc6-dev"

[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "test packages missing, their tests will be skipped:$missing" >&2
    exit 0
fi

# The tests start servers of their own; installing them needs to start none.
if echo "$missing" | grep -q postgresql && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
fi

export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=300 -qq update
# shellcheck disable=SC2086
apt-get -o DPkg::Lock::Timeout=300 -qq install -y --no-install-recommends $missing
