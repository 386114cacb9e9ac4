/* The kernel's body: everything that depends on the type of number and on the
   processor's vectors. A file x_y.c sets KERNEL (the name it exports), REAL_IS_FLOAT
   (1 or 0) and VECTOR_BYTES, names its target, and includes this once.

   `vec` is a vector register of LANES numbers. GCC and Clang do + - * on it, and
   broadcast a single number that stands beside it; elsewhere a vec is one number, and
   the same lines are plain C. */

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"
#include "threads.h"

#if REAL_IS_FLOAT
typedef float real;
typedef uint32_t bits;
#else
typedef double real;
typedef uint64_t bits;
#endif

#if defined(__GNUC__) && !defined(GROUNDUP_PLAIN) /* GROUNDUP_PLAIN: try what other compilers see */
typedef real vec __attribute__((vector_size(VECTOR_BYTES), may_alias));
#define LANES ((int)(VECTOR_BYTES / sizeof(real)))
#define INLINE static inline __attribute__((always_inline))
#define PREFETCH(address) __builtin_prefetch(address)
#define UNROLL _Pragma("GCC unroll 8")
#else
typedef real vec;
#define LANES 1
#define INLINE static inline
#define PREFETCH(address) ((void)(address))
#define UNROLL
#endif

/* A vector that is used twice stays in its register: GCC would rather read it again for each
   use, but a processor reads no more vectors from memory than it multiplies. */
#if defined(__GNUC__) && defined(__x86_64__) && !defined(GROUNDUP_PLAIN)
#define IN_REGISTER(vector) __asm__("" : "+v"(vector))
#else
#define IN_REGISTER(vector) ((void)(vector))
#endif

/* sum + a * b, rounded once where the processor can. Said outright: left to itself, a compiler fuses
   in one size of tile and not in another, and which sizes there are depends on the threads. */
#if defined(__FMA__) && VECTOR_BYTES >= 32
#include <immintrin.h>
#if VECTOR_BYTES == 64
#define FUSED(type) (vec)_mm512_fmadd_##type
#else
#define FUSED(type) (vec)_mm256_fmadd_##type
#endif
#if REAL_IS_FLOAT
INLINE vec multiply_add(vec a, vec b, vec sum) { return FUSED(ps)(a, b, sum); }
#else
INLINE vec multiply_add(vec a, vec b, vec sum) { return FUSED(pd)(a, b, sum); }
#endif
#else
INLINE vec multiply_add(vec a, vec b, vec sum) { return a * b + sum; }
#endif

/* A product that may be subnormal. WebAssembly has no mode that takes such numbers as 0 (run.h), so it is
   done here, where they would be kept: in what optimisers remember, and in outputs. */
#if defined(__wasm__)
INLINE real flushed(real product) {
    const real least = REAL_IS_FLOAT ? (real)FLT_MIN : (real)DBL_MIN;
    return product < least && product > -least ? product * 0 : product;
}
#else
INLINE real flushed(real product) { return product; }
#endif

/* At most WIDEST vectors side by side in a panel; and of those, and of sums in a tile, what
   the registers have room for: 32 with AVX-512, else 16. */
enum {
    WIDEST = 8,
    ROOMY = VECTOR_BYTES == 64,
    WIDTH_LIMIT = ROOMY ? WIDEST : 6,
    ACCUMULATORS = ROOMY ? 24 : 12,
};

/* Each of these uses those above it. */
#include "layout.h"
#include "activations.h"
#include "optimisers.h"
#include "scan.h"
#include "sparse.h"
#include "tiles.h"
#include "forward.h"
#include "output.h"
#include "backward.h"
#include "step.h"
#include "answer.h"
#include "run.h"

const Kernel KERNEL = {run, prepare, predict, release};
