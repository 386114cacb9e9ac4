/* The kernel for processors with AVX-512 as Ice Lake and Zen 4 have it, in float. */
#include "kernel.h"

#if HAVE_VARIANTS
#define KERNEL kernel_avx512_float
#define REAL_IS_FLOAT 1
#define TARGET "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi2,avx2,fma,bmi,bmi2,popcnt"
#define VECTOR_BYTES 64
#include "body.h"
#endif
