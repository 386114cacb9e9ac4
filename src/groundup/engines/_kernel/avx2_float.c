/* The kernel for processors with AVX2 and FMA, in float. */
#include "kernel.h"

#if HAVE_VARIANTS
#define KERNEL kernel_avx2_float
#define REAL_IS_FLOAT 1
#define TARGET "avx2,fma,bmi,bmi2,popcnt"
#define VECTOR_BYTES 32
#include "body.h"
#endif
