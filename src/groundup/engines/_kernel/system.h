/* Threads and locks as the system has them. MANY_THREADS is 0 where it has none, or where the
   compiler has no atomic numbers. */

#ifndef GROUNDUP_SYSTEM_H
#define GROUNDUP_SYSTEM_H

#if defined(_WIN32) && !defined(__STDC_NO_ATOMICS__)
#define MANY_THREADS 1
#include <stdatomic.h>
#include <windows.h>

typedef HANDLE Thread;
typedef SRWLOCK Lock;
typedef CONDITION_VARIABLE Bell;
#define THREAD_RESULT DWORD WINAPI

static void open_lock(Lock *lock) { InitializeSRWLock(lock); }
static void close_lock(Lock *lock) { (void)lock; }
static void take_lock(Lock *lock) { AcquireSRWLockExclusive(lock); }
static void free_lock(Lock *lock) { ReleaseSRWLockExclusive(lock); }
static void open_bell(Bell *bell) { InitializeConditionVariable(bell); }
static void close_bell(Bell *bell) { (void)bell; }
static void ring(Bell *bell) { WakeAllConditionVariable(bell); }
static void wait_for(Bell *bell, Lock *lock) { SleepConditionVariableSRW(bell, lock, INFINITE, 0); }
static int start_thread(Thread *thread, DWORD(WINAPI *work)(void *), void *argument) {
    *thread = CreateThread(NULL, 0, work, argument, 0, NULL);
    return *thread != NULL;
}
static void join_thread(Thread thread) {
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}
static long this_process(void) { return 0; } /* none forks */

#elif (defined(__unix__) || defined(__APPLE__)) && !defined(__STDC_NO_ATOMICS__)
#define MANY_THREADS 1
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

typedef pthread_t Thread;
typedef pthread_mutex_t Lock;
typedef pthread_cond_t Bell;
#define THREAD_RESULT void *

static void open_lock(Lock *lock) { pthread_mutex_init(lock, NULL); }
static void close_lock(Lock *lock) { pthread_mutex_destroy(lock); }
static void take_lock(Lock *lock) { pthread_mutex_lock(lock); }
static void free_lock(Lock *lock) { pthread_mutex_unlock(lock); }
static void open_bell(Bell *bell) { pthread_cond_init(bell, NULL); }
static void close_bell(Bell *bell) { pthread_cond_destroy(bell); }
static void ring(Bell *bell) { pthread_cond_broadcast(bell); }
static void wait_for(Bell *bell, Lock *lock) { pthread_cond_wait(bell, lock); }
static int start_thread(Thread *thread, void *(*work)(void *), void *argument) {
    return pthread_create(thread, NULL, work, argument) == 0;
}
static void join_thread(Thread thread) { pthread_join(thread, NULL); }
static long this_process(void) { return getpid(); }

#else
#define MANY_THREADS 0
#endif

#endif
