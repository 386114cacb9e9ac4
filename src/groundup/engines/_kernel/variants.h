/* The kernel's variants, a generation of processors each, and which of them run here. */

#ifndef GROUNDUP_VARIANTS_H
#define GROUNDUP_VARIANTS_H

#include "kernel.h"

typedef struct {
    const char *name;
    int generation; /* of processors that run it */
    const Kernel *of_float, *of_double;
} Variant;

/* Those that were built, best first; the last has no name. */
extern const Variant variants[];

int runs_here(const Variant *variant);

/* The variant called `name`, or with an empty name the best, that runs here; or NULL. */
const Variant *find_variant(const char *name);

#endif
