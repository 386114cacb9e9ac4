/* See memory.h. No lock is held at any time: who forks meanwhile has a child that finds all in order. */

#include "memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Tools that look for memory used wrongly want to see every block come and go; WebAssembly never gives
   a page back. */
#if !defined(__STDC_NO_ATOMICS__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && \
    !defined(__wasm__)
#include <stdatomic.h>

enum { PLACES = 64, MOST_KEPT = 8 << 20 };

/* What a block begins with; it keeps the alignment of what follows. */
typedef union {
    size_t size;
    max_align_t alignment;
} Head;

static _Atomic(Head *) places[PLACES];
static atomic_size_t sizes[PLACES]; /* of what is there, or was a moment ago: where to look */
static atomic_size_t kept;

void *take_memory(size_t size) {
    for (int i = 0; i < PLACES; i++) {
        if (atomic_load_explicit(&sizes[i], memory_order_relaxed) != size) continue;
        Head *head = atomic_exchange(&places[i], NULL);
        if (!head) continue;
        atomic_fetch_sub(&kept, head->size);
        if (head->size == size) return memset(head + 1, 0, size);
        free(head);
    }
    if (size > SIZE_MAX - sizeof(Head)) return NULL;
    Head *head = calloc(1, sizeof *head + size);
    if (!head) return NULL;
    head->size = size;
    return head + 1;
}

void give_memory(void *memory) {
    if (!memory) return;
    Head *head = (Head *)memory - 1, *nobody;
    size_t size = head->size;
    if (size > MOST_KEPT || atomic_fetch_add(&kept, size) + size > MOST_KEPT) {
        if (size <= MOST_KEPT) atomic_fetch_sub(&kept, size);
        free(head);
        return;
    }
    for (int i = 0; i < PLACES; i++) {
        if (atomic_load_explicit(&places[i], memory_order_relaxed)) continue;
        nobody = NULL;
        if (!atomic_compare_exchange_strong(&places[i], &nobody, head)) continue;
        atomic_store_explicit(&sizes[i], size, memory_order_relaxed);
        return;
    }
    atomic_fetch_sub(&kept, size);
    free(head);
}

#else

void *take_memory(size_t size) { return calloc(1, size); }
void give_memory(void *memory) { free(memory); }

#endif
