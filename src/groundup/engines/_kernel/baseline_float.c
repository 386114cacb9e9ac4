/* The kernel for any processor, in float: 16-byte vectors, which every x86-64 and ARM64 has. */
#define KERNEL kernel_baseline_float
#define REAL_IS_FLOAT 1
#define VECTOR_BYTES 16
#include "body.h"
