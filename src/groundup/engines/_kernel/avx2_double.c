/* The kernel for processors with AVX2 and FMA, in double. */
#include "kernel.h"

#if HAVE_VARIANTS
#define KERNEL kernel_avx2_double
#define REAL_IS_FLOAT 0
#define TARGET "avx2,fma,bmi,bmi2,popcnt"
#define VECTOR_BYTES 32
#include "body.h"
#endif
