/* replace DIR N: replaces a file of 1 KiB in DIR N times, each time under a lock and durable, by the same system calls
   that change the disk as a record's commit makes, and nothing else. The old file is freed after the lock is released. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static int must(int result)
{
    if (result < 0) {
        perror("replace");
        exit(1);
    }
    return result;
}

int main(int argc, char **argv)
{
    char content[1024], staged[64];

    if (argc != 3)
        return 2;
    memset(content, 'x', sizeof content);
    int dir = must(open(argv[1], O_RDONLY | O_DIRECTORY));
    close(must(openat(dir, "replaced.json", O_CREAT | O_RDWR, 0600)));
    for (int i = atoi(argv[2]); i > 0; i--) {
        int lock = must(openat(dir, "replaced.lock", O_RDWR | O_CREAT, 0600));
        must(flock(lock, LOCK_EX));
        int old = must(openat(dir, "replaced.json", O_RDONLY));
        int new = must(openat(dir, ".", O_TMPFILE | O_RDWR, 0600));
        must(write(new, content, sizeof content));
        must(fsync(new));
        snprintf(staged, sizeof staged, "/proc/self/fd/%d", new);
        must(linkat(AT_FDCWD, staged, dir, ".staged", AT_SYMLINK_FOLLOW));
        must(renameat(dir, ".staged", dir, "replaced.json"));
        must(fsync(dir));
        close(new);
        must(flock(lock, LOCK_UN));
        close(lock);
        close(old);
    }
    return 0;
}
