/* The kernel for processors with AVX2 and FMA, in float. */
#include "kernel.h"

#ifdef HAVE_VARIANTS
#pragma GCC target("avx2,fma,bmi,bmi2,popcnt")
#define KERNEL kernel_avx2_float
#define REAL_IS_FLOAT 1
#define VECTOR_BYTES 32
#include "body.h"
#endif
