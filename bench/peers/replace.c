/* replace DIR N: replaces a file of 1 KiB in DIR N times, each time under a lock and durable, by the same steps as a record's
   commit: the same system calls in the same order, those included that only look at where the lock lies, whether it is still
   held, and what the file is. What it leaves out is everything else: no JSON, no digest, no tasks. The old file is freed after the
   lock is released. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

static char content[1024], shared[4096], locked[4200];

static int must(int result)
{
    if (result < 0) {
        perror("replace");
        exit(1);
    }
    return result;
}

static struct statx look(int dir, const char *name)
{
    struct statx status;
    int flags = *name ? AT_SYMLINK_NOFOLLOW : AT_EMPTY_PATH;

    must(statx(dir, name, flags, STATX_ALL, &status));
    return status;
}

/* Where the lock lies: the directory beside the data, and the data's own. */
static void look_for_shared(const char *path)
{
    look(AT_FDCWD, shared);
    look(AT_FDCWD, path);
}

static int take_lock(const char *path)
{
    look_for_shared(path);
    int dir = must(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    int locks = must(openat(dir, ".replace-locks", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    look(locks, "");
    look(dir, "");
    int lock = must(openat(locks, "replaced.json.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
    look(lock, "");
    close(locks);
    close(dir);
    must(flock(lock, LOCK_EX));
    look(AT_FDCWD, locked);
    return lock;
}

static int read_old(int dir)
{
    char old[sizeof content + 1];

    look(dir, "replaced.json");
    int file = must(openat(dir, "replaced.json", O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
    look(file, "");
    must(read(file, old, sizeof old));
    return file;
}

static int stage(int dir, const char *self)
{
    struct statx old = look(dir, "replaced.json");
    int new = must(openat(AT_FDCWD, self, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    char path[96];

    must(write(new, content, sizeof content));
    old = look(dir, "replaced.json");
    must(fchown(new, old.stx_uid, old.stx_gid));
    snprintf(path, sizeof path, "%s/replaced.json", self);
    must(llistxattr(path, NULL, 0));
    if (fremovexattr(new, "system.posix_acl_access") < 0 && errno != ENODATA && errno != EOPNOTSUPP)
        must(-1);
    must(fchmod(new, old.stx_mode & 07777));
    must(fsync(new));
    return new;
}

static void replace(const char *path)
{
    char self[64], staged[64];
    int lock = take_lock(path);
    int dir = must(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));

    snprintf(self, sizeof self, "/proc/self/fd/%d", dir);
    int old = read_old(dir);
    int new = stage(dir, self);
    must(flock(new, LOCK_SH | LOCK_NB));
    snprintf(staged, sizeof staged, "/proc/self/fd/%d", new);
    must(linkat(AT_FDCWD, staged, dir, ".staged", AT_SYMLINK_FOLLOW));
    look_for_shared(path);
    look(AT_FDCWD, locked);
    must(renameat(dir, ".staged", dir, "replaced.json"));
    close(new);
    must(fsync(dir));
    must(flock(lock, LOCK_UN));
    close(lock);
    close(old);
    close(dir);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    memset(content, 'x', sizeof content);
    snprintf(shared, sizeof shared, "%s/.replace-locks", argv[1]);
    snprintf(locked, sizeof locked, "%s/replaced.json.lock", shared);
    if (mkdir(shared, 0700) < 0 && errno != EEXIST)
        must(-1);
    int dir = must(open(argv[1], O_RDONLY | O_DIRECTORY));
    close(must(openat(dir, "replaced.json", O_CREAT | O_RDWR, 0600)));
    close(dir);
    for (int i = atoi(argv[2]); i > 0; i--)
        replace(argv[1]);
    return 0;
}
