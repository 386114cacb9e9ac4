/* See threads.h. Steps are short, so who waits first spins, and sleeps only when that
   was in vain: when the processor has something else to do, or Python is being called. */

#include "threads.h"

#if defined(__unix__) || defined(__APPLE__)
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { SPINS = 4000 };

struct Team {
    int threads;
    pid_t process;
    atomic_int arrived;
    atomic_uint round; /* of meetings held */
    atomic_llong turn; /* the next to be taken */
    pthread_mutex_t mutex;
    pthread_cond_t held;
    void (*work)(void *, Team *, int);
    void *context;
};

typedef struct {
    Team *team;
    int thread;
} Member;

static void breathe(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

void start_turns(Team *team, int64_t first) { atomic_store(&team->turn, first); }

int64_t take_turn(Team *team) { return atomic_fetch_add(&team->turn, 1); }

void meet(Team *team) {
    if (team->threads == 1) return;
    unsigned round = atomic_load(&team->round);
    if (atomic_fetch_add(&team->arrived, 1) + 1 == team->threads) {
        atomic_store(&team->arrived, 0);
        pthread_mutex_lock(&team->mutex);
        atomic_store(&team->round, round + 1);
        pthread_cond_broadcast(&team->held);
        pthread_mutex_unlock(&team->mutex);
        return;
    }
    for (int spin = 0; spin < SPINS; spin++) {
        if (atomic_load(&team->round) != round) return;
        breathe();
    }
    pthread_mutex_lock(&team->mutex);
    while (atomic_load(&team->round) == round) pthread_cond_wait(&team->held, &team->mutex);
    pthread_mutex_unlock(&team->mutex);
}

void count_members(Team *team) {
    if (getpid() != team->process) team->threads = 1;
}

static void *join_in(void *argument) {
    Member *member = argument;
    Team *team = member->team;
    pthread_mutex_lock(&team->mutex); /* free once the team is complete */
    pthread_mutex_unlock(&team->mutex);
    team->work(team->context, team, member->thread);
    return NULL;
}

void work_together(int threads, void (*work)(void *, Team *, int), void *context) {
    Team team = {.threads = 1, .process = getpid(), .work = work, .context = context};
    Member members[MOST_THREADS];
    pthread_t handles[MOST_THREADS];
    pthread_mutex_init(&team.mutex, NULL);
    pthread_cond_init(&team.held, NULL);
    pthread_mutex_lock(&team.mutex);
    for (int i = 1; i < threads && i < MOST_THREADS; i++) {
        members[i] = (Member){&team, i};
        if (pthread_create(&handles[i], NULL, join_in, &members[i])) break; /* then with fewer */
        team.threads = i + 1;
    }
    pthread_mutex_unlock(&team.mutex);
    work(context, &team, 0);
    if (getpid() != team.process) return; /* the others, who use the lock, are in the parent */
    for (int i = 1; i < team.threads; i++) pthread_join(handles[i], NULL);
    pthread_mutex_destroy(&team.mutex);
    pthread_cond_destroy(&team.held);
}

#else

struct Team {
    int threads;
    int64_t turn;
};

void start_turns(Team *team, int64_t first) { team->turn = first; }

int64_t take_turn(Team *team) { return team->turn++; }

void count_members(Team *team) { (void)team; }

void meet(Team *team) { (void)team; }

void work_together(int threads, void (*work)(void *, Team *, int), void *context) {
    Team team = {.threads = 1};
    (void)threads;
    work(context, &team, 0);
}

#endif

int team_size(const Team *team) { return team->threads; }

Team *team_of_one(void) {
    static Team one = {.threads = 1};
    return &one;
}
