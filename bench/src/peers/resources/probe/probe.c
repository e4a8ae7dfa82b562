/*
 * What the machine can do, measured without a virtual machine: fused multiply-adds in registers, and the triad
 * a[i] = b[i] + s c[i] over arrays that no cache holds. Answers the lines "prepare peak", "prepare triad" and
 * "run MILLISECONDS", the last one with the rates of its slices in 10^9 operations or bytes a second.
 *
 * usage: probe THREADS
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <signal.h>
#include <time.h>

#ifdef __AVX512F__
enum { LANES = 16, SUMS = 24 };
#else
enum { LANES = 8, SUMS = 12 };
#endif

enum { ITERATIONS = 1000000, LENGTH = 1 << 24, MOST_THREADS = 64 };

typedef float vector __attribute__((vector_size(LANES * sizeof(float))));

static float *a, *b, *c;
static volatile float sink;
static int threads;
static int triad;

static void peak(void) {
    vector sums[SUMS], factor, summand;
    for (int lane = 0; lane < LANES; lane++) {
        factor[lane] = 0.5f;
        summand[lane] = 1.0f + lane;
    }
    for (int i = 0; i < SUMS; i++) {
        sums[i] = summand + (float) i;
    }
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
#pragma GCC unroll 24
        for (int i = 0; i < SUMS; i++) {
            sums[i] = sums[i] * factor + summand;
        }
    }
    for (int i = 1; i < SUMS; i++) {
        sums[0] += sums[i];
    }
    sink = sums[0][0];
}

static void add(long part) {
    long from = LENGTH / threads * part, to = LENGTH / threads * (part + 1);
    for (long i = from; i < to; i++) {
        a[i] = b[i] + 0.5f * c[i];
    }
}

static void *work(void *part) {
    if (triad) {
        add((long) part);
    } else {
        peak();
    }
    return NULL;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + 1e-9 * time.tv_nsec;
}

/* The rate of one slice: all threads do their part. */
static double slice(void) {
    pthread_t others[MOST_THREADS];
    double start = now();
    for (long part = 1; part < threads; part++) {
        pthread_create(&others[part], NULL, work, (void *) part);
    }
    work(NULL);
    for (long part = 1; part < threads; part++) {
        pthread_join(others[part], NULL);
    }
    double seconds = now() - start;
    double operations = triad ? 12.0 * LENGTH : 2.0 * threads * ITERATIONS * SUMS * LANES;
    return operations / seconds / 1e9;
}

static float *array(float value) {
    float *values = aligned_alloc(64, LENGTH * sizeof(float));
    for (long i = 0; i < LENGTH; i++) {
        values[i] = value;
    }
    return values;
}

/* Of those that this process may use. */
static void use_last_processors(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) {
        return;
    }
    for (int i = 0; CPU_COUNT(&set) > threads; i++) {
        CPU_CLR(i, &set);
    }
    sched_setaffinity(0, sizeof set, &set);
}

int main(int count, char **arguments) {
    char line[256];
    threads = count > 1 ? atoi(arguments[1]) : 1;
    if (threads < 1 || threads > MOST_THREADS) {
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    use_last_processors();
    while (fgets(line, sizeof line, stdin)) {
        if (strncmp(line, "prepare", 7) == 0) {
            triad = strstr(line, "triad") != NULL;
            if (triad && !a) {
                a = array(1), b = array(2), c = array(3);
            }
            printf("= 0\n");
        } else {
            double warm = now() + (threads > 1 ? 0.02 : 0);
            do {
                slice();
            } while (now() < warm);
            double end = now() + atoi(line + 4) / 1e3;
            printf("=");
            do {
                printf(" %.5g", slice());
            } while (now() < end);
            printf("\n");
        }
        fflush(stdout);
    }
    return 0;
}
