/* etcd-lock PORT: two plain HTTP connections to an etcd on this machine. For each line on standard input: "hold" puts a key;
   "take" follows the key and, when it is removed, prints the moment (monotonic, in nanoseconds), "waiting" before; "give"
   prints the moment, removes the key and prints "done". */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define KEY "YmVuY2gvZmxvb3I=" /* bench/floor */

static int port;

static void say_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    printf("%lld\n", t.tv_sec * 1000000000LL + t.tv_nsec);
    fflush(stdout);
}

static int dial(void)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int one = 1, s = socket(AF_INET, SOCK_STREAM, 0);
    if (s < 0 || connect(s, (struct sockaddr *)&to, sizeof to) != 0)
        exit(1);
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return s;
}

static void post(int s, const char *path, const char *body)
{
    char request[1024];
    int length = snprintf(request, sizeof request,
        "POST /v3/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", path, strlen(body), body);
    if (write(s, request, length) != length)
        exit(1);
}

/* Reads on until a word is there. */
static void until(int s, char *seen, size_t size, const char *word)
{
    size_t length = strlen(seen);
    while (strstr(seen, word) == NULL) {
        ssize_t n = read(s, seen + length, size - 1 - length);
        if (n <= 0)
            exit(1);
        length += n;
        seen[length] = 0;
    }
}

int main(int argc, char **argv)
{
    char line[64], seen[65536];
    if (argc != 2)
        return 2;
    port = atoi(argv[1]);
    int asking = dial();
    while (fgets(line, sizeof line, stdin)) {
        seen[0] = 0;
        if (strcmp(line, "take\n") == 0) {
            int watching = dial();
            post(watching, "watch", "{\"create_request\":{\"key\":\"" KEY "\"}}");
            until(watching, seen, sizeof seen, "created");
            puts("waiting");
            fflush(stdout);
            until(watching, seen, sizeof seen, "\"type\":\"DELETE\"");
            say_now();
            close(watching);
        } else if (strcmp(line, "hold\n") == 0) {
            post(asking, "kv/put", "{\"key\":\"" KEY "\",\"value\":\"eA==\"}");
            until(asking, seen, sizeof seen, "raft_term");
            until(asking, seen, sizeof seen, "}}");
            puts("done");
            fflush(stdout);
        } else {
            say_now();
            post(asking, "kv/deleterange", "{\"key\":\"" KEY "\"}");
            until(asking, seen, sizeof seen, "\"deleted\":\"1\"}");
            puts("done");
            fflush(stdout);
        }
    }
    return 0;
}
