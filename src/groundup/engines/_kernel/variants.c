/* See variants.h. */

#include "variants.h"

#include <string.h>

#if HAVE_VARIANTS
#include <cpuid.h>

/* What the processor says of itself; the compiler's own library is not asked, since not every
   compiler brings one that answers. */
enum { FMA = 1 << 12, POPCNT = 1 << 23, OSXSAVE = 1 << 27 };                     /* leaf 1, ecx */
enum { BMI = 1 << 3, AVX2 = 1 << 5, BMI2 = 1 << 8, F = 1 << 16, DQ = 1 << 17, BW = 1 << 30 };
#define VL (1u << 31)                                                            /* leaf 7, ebx */
enum { VBMI2 = 1 << 6 };                                                         /* leaf 7, ecx */
enum { YMM = 0x06, ZMM = 0xe6 }; /* registers that the operating system keeps */

static int all(unsigned bits, unsigned wanted) { return (bits & wanted) == wanted; }

/* 0: baseline, 1: AVX2, 2: AVX-512 */
static int generation(void) {
    unsigned a, b, c, d, kept;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !all(c, FMA | POPCNT | OSXSAVE)) return 0;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !all(b, AVX2 | BMI | BMI2)) return 0;
    __asm__("xgetbv" : "=a"(kept), "=d"(d) : "c"(0));
    if (!all(kept, YMM)) return 0;
    return 1 + (all(kept, ZMM) && all(b, F | BW | DQ | VL) && all(c, VBMI2));
}
#else
static int generation(void) { return 0; }
#endif

const Variant variants[] = {
#if HAVE_VARIANTS
    {"avx512", 2, &kernel_avx512_float, &kernel_avx512_double},
    {"avx2", 1, &kernel_avx2_float, &kernel_avx2_double},
#endif
    {"baseline", 0, &kernel_baseline_float, &kernel_baseline_double},
    {NULL, 0, NULL, NULL},
};

/* Asked once: where the machine is a virtual one, each answer takes tens of microseconds. */
int runs_here(const Variant *variant) {
    static int known = -1; /* everyone who comes here has the GIL */
    if (known < 0) known = generation();
    return variant->generation <= known;
}

const Variant *find_variant(const char *name) {
    for (const Variant *variant = variants; variant->name; variant++)
        if ((!*name || !strcmp(name, variant->name)) && runs_here(variant)) return variant;
    return NULL;
}
