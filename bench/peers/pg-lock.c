/* pg-lock CONNECTION KEY STATEMENTS: a plain session. For each line on standard input: "take" runs STATEMENTS, which take the
   lock, and prints the moment (monotonic, in nanoseconds); "give" prints the moment, unlocks KEY and prints "done". */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void say_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    printf("%lld\n", t.tv_sec * 1000000000LL + t.tv_nsec);
    fflush(stdout);
}

static void run(PGconn *connection, const char *statements)
{
    PGresult *result = PQexec(connection, statements);
    if (PQresultStatus(result) != PGRES_TUPLES_OK && PQresultStatus(result) != PGRES_COMMAND_OK) {
        fprintf(stderr, "%s", PQerrorMessage(connection));
        exit(1);
    }
    PQclear(result);
}

int main(int argc, char **argv)
{
    char line[64], unlock[128];
    if (argc != 4)
        return 2;
    PGconn *connection = PQconnectdb(argv[1]);
    if (PQstatus(connection) != CONNECTION_OK) {
        fprintf(stderr, "%s", PQerrorMessage(connection));
        return 1;
    }
    snprintf(unlock, sizeof unlock, "SELECT pg_advisory_unlock(%s)", argv[2]);
    while (fgets(line, sizeof line, stdin)) {
        if (strcmp(line, "take\n") == 0) {
            run(connection, argv[3]);
            say_now();
        } else {
            say_now();
            run(connection, unlock);
            puts("done");
            fflush(stdout);
        }
    }
    PQfinish(connection);
    return 0;
}
