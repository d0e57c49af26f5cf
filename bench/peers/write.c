/* The system calls of `mutx write TARGET` for a small new content of an existing file, one by one and with nothing in
 * between: what the replacement itself costs, without a runtime. Calls that look alike are not merged; mutx makes each
 * for a reason that stands in docs/performance.md.
 *
 *     write DIRECTORY NAME LOCK-FILE
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <termios.h>
#include <unistd.h>

static void require(int succeeded, const char *what)
{
    if (!succeeded) {
        perror(what);
        exit(1);
    }
}

static void look(int directory, const char *name, int flags, struct statx *status)
{
    require(statx(directory, name, flags, STATX_BASIC_STATS, status) == 0, name);
}

static void interrupted(int signal)
{
    (void)signal;
    _exit(3);
}

static void prepare_process(void)
{
    struct pollfd streams[3] = { { .fd = 0 }, { .fd = 1 }, { .fd = 2 } };
    poll(streams, 3, 0);
    struct sigaction action = { .sa_handler = interrupted };
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

/* Looks at a name that needn't be there. */
static void look_for(int directory, const char *name)
{
    struct statx status;
    require(statx(directory, name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &status) == 0 || errno == ENOENT, name);
}

/* Where the lock lies: what the directory says of that, and whose the directory for lock files is. */
static void choose_lock(int directory, const char *lock_path)
{
    char home[4096];
    struct statx status;
    struct statfs filesystem;

    look(directory, "", AT_EMPTY_PATH, &status);
    look_for(directory, ".locks");
    look_for(directory, ".mutx");
    uid_t user = geteuid();
    snprintf(home, sizeof home, "%s", lock_path);
    *strrchr(home, '/') = 0;
    look(AT_FDCWD, home, 0, &status);
    look(AT_FDCWD, home, AT_SYMLINK_NOFOLLOW, &status);
    require(status.stx_uid == user, home);
    require(fstatfs(directory, &filesystem) == 0, "fstatfs");
}

static int take_lock(const char *path)
{
    struct statx opened, named;
    int lock = open(path, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_CREAT, 0600);
    require(lock >= 0, path);
    look(lock, "", AT_EMPTY_PATH, &opened);
    require(flock(lock, LOCK_EX | LOCK_NB) == 0, "flock");
    look(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, &named);
    require(opened.stx_ino == named.stx_ino, "the lock file was replaced");
    return lock;
}

int main(int argc, char **argv)
{
    static char content[65536];
    char path[4096], link[64];
    struct statx status;
    struct termios terminal;

    require(argc == 4, "usage: write DIRECTORY NAME LOCK-FILE");
    prepare_process();
    int directory = open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    require(directory >= 0, argv[1]);
    look(directory, argv[2], AT_SYMLINK_NOFOLLOW, &status);

    ioctl(0, TCGETS, &terminal);
    ssize_t length = 0, got;
    while ((got = read(0, content + length, sizeof content - length)) > 0)
        length += got;
    require(got == 0, "standard input");

    snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
    int staged = open(link, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
    require(staged >= 0, "staging");
    require(write(staged, content, length) == length, "writing");

    require(getcwd(path, sizeof path) != NULL, "getcwd");
    choose_lock(directory, argv[3]);
    int lock = take_lock(argv[3]);

    look(directory, argv[2], AT_SYMLINK_NOFOLLOW, &status);
    require(fchown(staged, status.stx_uid, status.stx_gid) == 0, "fchown");
    snprintf(path, sizeof path, "/proc/self/fd/%d/%s", directory, argv[2]);
    require(llistxattr(path, NULL, 0) == 0, "llistxattr");
    require(fremovexattr(staged, "system.posix_acl_access") == 0 || errno == ENODATA, "fremovexattr");
    require(fchmod(staged, status.stx_mode & 07777) == 0, "fchmod");
    require(fsync(staged) == 0, "fsync");

    require(flock(staged, LOCK_SH | LOCK_NB) == 0, "flock");
    snprintf(link, sizeof link, "/proc/self/fd/%d", staged);
    require(linkat(AT_FDCWD, link, directory, ".staged.tmp", AT_SYMLINK_FOLLOW) == 0, "linkat");
    look_for(directory, ".locks");
    look(AT_FDCWD, argv[3], AT_SYMLINK_NOFOLLOW, &status);
    require(renameat(directory, ".staged.tmp", directory, argv[2]) == 0, "renameat");
    close(staged);
    require(fsync(directory) == 0, "fsync of the directory");

    flock(lock, LOCK_UN);
    close(lock);
    close(directory);
    return 0;
}
