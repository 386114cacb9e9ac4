/* The kernel's body: everything that depends on the type of number and on the
   processor's vectors. A file x_y.c sets KERNEL (the name it exports), REAL_IS_FLOAT
   (1 or 0) and VECTOR_BYTES, names the processor's features as its TARGET unless every
   processor has them, and includes this once.

   `vec` is a vector register of LANES numbers. GCC and Clang do + - * on it, and
   broadcast a single number that stands beside it; elsewhere a vec is one number, and
   the same lines are plain C. */

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "kernel.h"
#include "memory.h"
#include "threads.h"

#if IS_X86
#include <immintrin.h>
#elif HAVE_NEON
#include <arm_neon.h>
#endif

#ifdef TARGET
BEGIN_TARGET(TARGET)
#endif

#if REAL_IS_FLOAT
typedef float real;
typedef uint32_t bits;
#define BY_TYPE(of_float, of_double) of_float
#else
typedef double real;
typedef uint64_t bits;
#define BY_TYPE(of_float, of_double) of_double
#endif

#if HAVE_VECTORS
typedef real vec __attribute__((vector_size(VECTOR_BYTES), may_alias));
typedef real vec_anywhere __attribute__((vector_size(VECTOR_BYTES), may_alias, aligned(sizeof(real))));
#define LANES ((int)(VECTOR_BYTES / sizeof(real)))
#else
typedef real vec, vec_anywhere;
#define LANES 1
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

/* sum + a * b, rounded once where the processor can; for vectors, and for single numbers wherever two
   products meet. Said outright: left to itself, a compiler fuses in one size of tile and not in
   another, which depends on the threads, and of two products each compiler fuses another. */
#if VECTOR_BYTES == 64
#define FUSE(a, b, sum) BY_TYPE(_mm512_fmadd_ps, _mm512_fmadd_pd)(a, b, sum)
#elif VECTOR_BYTES == 32
#define FUSE(a, b, sum) BY_TYPE(_mm256_fmadd_ps, _mm256_fmadd_pd)(a, b, sum)
#elif HAVE_NEON
#define FUSE(a, b, sum) BY_TYPE(vfmaq_f32, vfmaq_f64)(sum, a, b)
#endif
#ifdef FUSE
INLINE vec multiply_add(vec a, vec b, vec sum) { return (vec)FUSE(a, b, sum); }
INLINE real fused(real a, real b, real sum) { return BY_TYPE(fmaf, fma)(a, b, sum); }
#else
INLINE vec multiply_add(vec a, vec b, vec sum) { return a * b + sum; }
INLINE real fused(real a, real b, real sum) { return flushed(a * b) + sum; }
#endif

static int64_t round_up(int64_t n, int64_t step) { return (n + step - 1) / step * step; }

/* Half a vector, of those that are long enough for that to be worth it: some processors multiply the halves
   of one one after the other. */
#if VECTOR_BYTES == 64
#define HALVES 1
typedef real half __attribute__((vector_size(32), may_alias));
typedef real half_anywhere __attribute__((vector_size(32), may_alias, aligned(sizeof(real))));
INLINE half multiply_add_half(real a, half b, half sum) {
    return (half)BY_TYPE(_mm256_fmadd_ps, _mm256_fmadd_pd)(a - (half){0}, b, sum);
}
#else
#define HALVES 0
typedef vec half;
typedef vec_anywhere half_anywhere;
INLINE half multiply_add_half(real a, half b, half sum) { return multiply_add(a - (vec){0}, b, sum); }
#endif

/* Whether the last of the vectors that so many numbers fill is at most half full. */
#define HALF_FULL(numbers) (HALVES && round_up(numbers, LANES) - (numbers) >= LANES / 2)

/* At most WIDEST vectors side by side in a panel; and of those, and of sums in a tile, what
   the registers have room for: 32 with AVX-512 and on ARM, else 16. */
enum {
    WIDEST = 8,
    ROOMY = VECTOR_BYTES == 64 || HAVE_NEON,
    WIDTH_LIMIT = ROOMY ? WIDEST : 6,
    ACCUMULATORS = ROOMY ? 24 : 12,
};

/* Each of these uses those above it. */
#include "filters.h"
#include "layout.h"
#include "activations.h"
#include "optimisers.h"
#include "scan.h"
#include "sparse.h"
#include "tiles.h"
#include "convolution.h"
#include "forward.h"
#include "output.h"
#include "backward.h"
#include "convolution_back.h"
#include "step.h"
#include "answer.h"
#include "run.h"

const Kernel KERNEL = {run, prepare, predict, release};

#ifdef TARGET
END_TARGET
#endif
