/* See threads.h. Steps are short, so who waits first spins, and sleeps only when that
   was in vain: when the processor has something else to do, or Python is being called. */

#include "threads.h"

#include "compiler.h"
#include "system.h"

#if MANY_THREADS
#if IS_X86
#include <immintrin.h>
#endif

enum { SPINS = 4000 };

struct Team {
    int threads;
    long process;
    atomic_int arrived;
    atomic_uint round; /* of meetings held */
    atomic_llong turn; /* the next to be taken */
    Lock lock;
    Bell held;
    void (*work)(void *, Team *, int);
    void *context;
};

typedef struct {
    Team *team;
    int thread;
} Member;

static void breathe(void) {
#if IS_X86
    _mm_pause();
#elif HAVE_NEON
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
        take_lock(&team->lock);
        atomic_store(&team->round, round + 1);
        ring(&team->held);
        free_lock(&team->lock);
        return;
    }
    for (int spin = 0; spin < SPINS; spin++) {
        if (atomic_load(&team->round) != round) return;
        breathe();
    }
    take_lock(&team->lock);
    while (atomic_load(&team->round) == round) wait_for(&team->held, &team->lock);
    free_lock(&team->lock);
}

void count_members(Team *team) {
    if (this_process() != team->process) team->threads = 1;
}

static THREAD_RESULT join_in(void *argument) {
    Member *member = argument;
    Team *team = member->team;
    take_lock(&team->lock); /* free once the team is complete */
    free_lock(&team->lock);
    team->work(team->context, team, member->thread);
    return 0;
}

void work_together(int threads, void (*work)(void *, Team *, int), void *context) {
    Team team = {.threads = 1, .process = this_process(), .work = work, .context = context};
    Member members[MOST_THREADS];
    Thread handles[MOST_THREADS];
    open_lock(&team.lock);
    open_bell(&team.held);
    take_lock(&team.lock);
    for (int i = 1; i < threads && i < MOST_THREADS; i++) {
        members[i] = (Member){&team, i};
        if (!start_thread(&handles[i], join_in, &members[i])) break; /* then with fewer */
        team.threads = i + 1;
    }
    free_lock(&team.lock);
    work(context, &team, 0);
    if (this_process() != team.process) return; /* the others, who use the lock, are in the parent */
    for (int i = 1; i < team.threads; i++) join_thread(handles[i]);
    close_lock(&team.lock);
    close_bell(&team.held);
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
