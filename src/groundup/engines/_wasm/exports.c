/* The kernel for WebAssembly: what kernel.js, beside this file, calls. The kernel itself is the
   same C as everywhere, in float (../_kernel/kernel.h). `python -m scripts.wasm` compiles it.

   JavaScript writes a Task (kernel.h) field by field: where each is and what it holds is asked
   here, by name, so that nothing need be counted by hand on the other side. */

#include <stddef.h>
#include <stdlib.h>

#include "kernel.h"

#define EXPORT(name) __attribute__((export_name(#name)))

/* The kinds of fields: int, int64_t, double; the rest are addresses. */
#define KIND(name) _Generic(((Task *)0)->name, int: 'i', int64_t: 'q', double: 'd', default: 'p')
#define FIELD(name) {#name, offsetof(Task, name), KIND(name)}

typedef struct {
    const char *name;
    int32_t offset, kind;
} Field;

static const Field fields[] = {
    FIELD(layers),      FIELD(sizes),       FIELD(w),           FIELD(b),
    FIELD(activations), FIELD(x),           FIELD(x_is_bytes),  FIELD(cost),
    FIELD(labels),      FIELD(targets),     FIELD(order),       FIELD(sample_weights),
    FIELD(batch_size),  FIELD(eta),         FIELD(l2),          FIELD(optimiser),
    FIELD(momentum),    FIELD(beta1),       FIELD(beta2),       FIELD(epsilon),
    FIELD(state_w),     FIELD(state_b),     FIELD(state_steps), FIELD(dropout),
    FIELD(dropout_streams), FIELD(threads), FIELD(count),       FIELD(out),
    FIELD(cost_sum),    FIELD(weight_sum),  FIELD(right),       FIELD(l2_shared),
    FIELD(epsilon_hat), FIELD(sides),       FIELD(dropout_as_is), {NULL, sizeof(Task), 0},
};

/* The last has no name, and a Task's size for its offset. */
EXPORT(fields) const Field *fields_of_a_task(void) { return fields; }

/* Zeroed memory, or NULL. */
EXPORT(allocate) void *allocate_bytes(size_t size) { return calloc(1, size); }

EXPORT(release) void release_bytes(void *memory) { free(memory); }

/* RAN or OUT_OF_MEMORY. */
EXPORT(run) int run_task(Task *task) { return kernel_baseline_float.run(task); }
