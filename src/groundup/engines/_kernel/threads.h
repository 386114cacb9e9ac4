/* Threads that work on one call together and are gone when it ends, so that a process
   may fork between calls. Where the system has none (system.h), one thread does it all. */

#ifndef GROUNDUP_THREADS_H
#define GROUNDUP_THREADS_H

#include <stdint.h>

typedef struct Team Team;

/* Runs work(context, team, thread) in up to `threads` threads, this one as thread 0. */
void work_together(int threads, void (*work)(void *context, Team *team, int thread), void *context);

int team_size(const Team *team);

/* A team that always consists of the thread that asks. */
Team *team_of_one(void);

enum { MOST_THREADS = 64 };

/* After Python code has run in thread 0: if that forked, the child has this thread alone, which
   from now on is the team. */
void count_members(Team *team);

/* Waits until every thread of the team is here. */
void meet(Team *team);

/* Things that anyone may do are taken in turns: the next, from `first` on. Turns start anew only
   while all others wait. */
void start_turns(Team *team, int64_t first);
int64_t take_turn(Team *team);

/* This thread's part of `total` things: first <= thing < last. */
typedef struct {
    int64_t first, last;
} Share;

static inline Share share(int64_t total, Team *team, int thread) {
    int64_t threads = team_size(team);
    return (Share){total * thread / threads, total * (thread + 1) / threads};
}

#endif
