/* Writes BYTES bytes to standard output as fast as a pipe takes them.
 *
 *     produce BYTES
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    static char block[1 << 20];
    long long left = argc == 2 ? atoll(argv[1]) : 0;
    memset(block, 'x', sizeof block);
    while (left > 0) {
        ssize_t written = write(1, block, left < (long long)sizeof block ? (size_t)left : sizeof block);
        if (written < 0) {
            perror("produce");
            return 1;
        }
        left -= written;
    }
    return 0;
}
