/* lock FILE loop N: opens, locks, looks, unlocks and closes FILE N times, and prints the nanoseconds each took.
   lock FILE wait:   for each line on standard input takes the lock by a blocking flock, prints the moment (monotonic,
                     in nanoseconds) and lets go. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int take(const char *file, int operation)
{
    int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 || flock(fd, operation) != 0)
        exit(1);
    return fd;
}

static void give(int fd)
{
    flock(fd, LOCK_UN);
    close(fd);
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[2], "loop") == 0) {
        int count = atoi(argv[3]);
        struct stat status;
        long long start = now();
        for (int i = 0; i < count; i++) {
            int fd = take(argv[1], LOCK_EX | LOCK_NB);
            if (stat(argv[1], &status) != 0)
                return 1;
            give(fd);
        }
        printf("%f\n", (double)(now() - start) / count);
        return 0;
    }

    char line[16];
    while (fgets(line, sizeof line, stdin)) {
        int fd = take(argv[1], LOCK_EX);
        printf("%lld\n", now());
        fflush(stdout);
        give(fd);
    }
    return 0;
}
