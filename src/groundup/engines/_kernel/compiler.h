/* What the compiler and the processor offer, beyond C11. GROUNDUP_PLAIN: try what one sees that
   offers nothing. */

#ifndef GROUNDUP_COMPILER_H
#define GROUNDUP_COMPILER_H

/* GNU C, which Clang speaks too, has vectors: `vec` in body.h. */
#if defined(__GNUC__) && !defined(GROUNDUP_PLAIN)
#define HAVE_VECTORS 1
#define INLINE static inline __attribute__((always_inline))
#define APART static __attribute__((noinline)) /* its loops have all registers to themselves */
#define PREFETCH(address) __builtin_prefetch(address)
#define UNROLL _Pragma("GCC unroll 8")
#else
#define HAVE_VECTORS 0
#define INLINE static inline
#define APART static
#define PREFETCH(address) ((void)(address))
#define UNROLL
#endif

#if defined(__x86_64__) || defined(_M_X64)
#define IS_X86 1
#else
#define IS_X86 0
#endif

/* Generations of x86-64, each with a kernel of its own. */
#if HAVE_VECTORS && IS_X86
#define HAVE_VARIANTS 1
#else
#define HAVE_VARIANTS 0
#endif

#if HAVE_VECTORS && defined(__aarch64__) && defined(__ARM_FEATURE_FMA)
#define HAVE_NEON 1
#else
#define HAVE_NEON 0
#endif

/* A vector that is used twice stays in its register: GCC would rather read it again for each
   use, but a processor reads no more vectors from memory than it multiplies. */
#if HAVE_VARIANTS
#define IN_REGISTER(vector) __asm__("" : "+v"(vector))
#elif HAVE_NEON
#define IN_REGISTER(vector) __asm__("" : "+w"(vector))
#else
#define IN_REGISTER(vector) ((void)(vector))
#endif

/* Functions between the two are compiled for a processor with the features TARGET names. */
#define PRAGMA(...) _Pragma(#__VA_ARGS__)
#ifdef __has_extension
#define HAVE_ATTRIBUTE_PUSH __has_extension(pragma_clang_attribute_namespaces)
#else
#define HAVE_ATTRIBUTE_PUSH 0
#endif
#if HAVE_ATTRIBUTE_PUSH
#define BEGIN_TARGET(features) \
    PRAGMA(clang attribute push(__attribute__((target(features))), apply_to = function))
#define END_TARGET PRAGMA(clang attribute pop)
#else
#define BEGIN_TARGET(features) \
    PRAGMA(GCC push_options) PRAGMA(GCC target(features ",prefer-vector-width=512"))
#define END_TARGET PRAGMA(GCC pop_options)
#endif

#endif
