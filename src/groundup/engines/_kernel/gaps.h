/* What processors without AVX-512 list bytes with: which of some bytes are not 0, eight of them with
   their gaps closed, and the numbers of those eight. Where there is no instruction that takes bytes
   from any place of a vector, there is none of this. */

#if VECTOR_BYTES == 32
#define GAPS_ARE_CLOSED 1
enum { TOGETHER = 32 }; /* bytes that are looked at at once */

static uint32_t lit_of(const uint8_t *x0, const uint8_t *x1) {
    __m256i either = _mm256_or_si256(_mm256_loadu_si256((const void *)x0), _mm256_loadu_si256((const void *)x1));
    return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(either, _mm256_setzero_si256()));
}

static void close_gaps(const uint8_t *x, uint64_t places, uint8_t *kept) {
    __m128i eight = _mm_loadl_epi64((const void *)x);
    _mm_storel_epi64((void *)kept, _mm_shuffle_epi8(eight, _mm_cvtsi64_si128((int64_t)places)));
}

static void number(int64_t first, uint64_t places, uint16_t *pixel) {
    __m128i wide = _mm_cvtepu8_epi16(_mm_cvtsi64_si128((int64_t)places));
    _mm_storeu_si128((void *)pixel, _mm_add_epi16(wide, _mm_set1_epi16((int16_t)first)));
}

#elif HAVE_NEON
#define GAPS_ARE_CLOSED 1
enum { TOGETHER = 16 };

static uint32_t lit_of(const uint8_t *x0, const uint8_t *x1) {
    static const uint8_t values[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t either = vorrq_u8(vld1q_u8(x0), vld1q_u8(x1));
    uint8x16_t lit = vandq_u8(vtstq_u8(either, either), vld1q_u8(values));
    return vaddv_u8(vget_low_u8(lit)) | (uint32_t)vaddv_u8(vget_high_u8(lit)) << 8;
}

static void close_gaps(const uint8_t *x, uint64_t places, uint8_t *kept) {
    vst1_u8(kept, vtbl1_u8(vld1_u8(x), vcreate_u8(places)));
}

static void number(int64_t first, uint64_t places, uint16_t *pixel) {
    vst1q_u16(pixel, vaddq_u16(vmovl_u8(vcreate_u8(places)), vdupq_n_u16((uint16_t)first)));
}

#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#define GAPS_ARE_CLOSED 1
enum { TOGETHER = 16 };

static uint32_t lit_of(const uint8_t *x0, const uint8_t *x1) {
    v128_t either = wasm_v128_or(wasm_v128_load(x0), wasm_v128_load(x1));
    return wasm_i8x16_bitmask(wasm_i8x16_ne(either, wasm_i8x16_splat(0)));
}

static void close_gaps(const uint8_t *x, uint64_t places, uint8_t *kept) {
    v128_t eight = wasm_v128_load64_zero(x);
    wasm_v128_store64_lane(kept, wasm_i8x16_swizzle(eight, wasm_u64x2_splat(places)), 0);
}

static void number(int64_t first, uint64_t places, uint16_t *pixel) {
    v128_t wide = wasm_u16x8_extend_low_u8x16(wasm_u64x2_splat(places));
    wasm_v128_store(pixel, wasm_i16x8_add(wide, wasm_i16x8_splat((int16_t)first)));
}

#endif

#if GAPS_ARE_CLOSED
/* For each pattern of eight bits, where those that are 1 stand, lowest first, a byte each: 0b00100110
   has 1, 2 and 5, and then zeros, which nobody reads. */
#define BIT(m, j) ((uint64_t)(m) >> (j) & 1)
#define BELOW_2(m) (BIT(m, 0) + BIT(m, 1))
#define BELOW_3(m) (BELOW_2(m) + BIT(m, 2))
#define BELOW_4(m) (BELOW_3(m) + BIT(m, 3))
#define BELOW_5(m) (BELOW_4(m) + BIT(m, 4))
#define BELOW_6(m) (BELOW_5(m) + BIT(m, 5))
#define BELOW_7(m) (BELOW_6(m) + BIT(m, 6))
#define PLACES_1(m)                                                                                \
    (BIT(m, 1) << 8 * BIT(m, 0) | 2 * BIT(m, 2) << 8 * BELOW_2(m) | 3 * BIT(m, 3) << 8 * BELOW_3(m) | \
     4 * BIT(m, 4) << 8 * BELOW_4(m) | 5 * BIT(m, 5) << 8 * BELOW_5(m) |                            \
     6 * BIT(m, 6) << 8 * BELOW_6(m) | 7 * BIT(m, 7) << 8 * BELOW_7(m))
#define PLACES_4(m) PLACES_1(m), PLACES_1(m + 1), PLACES_1(m + 2), PLACES_1(m + 3)
#define PLACES_16(m) PLACES_4(m), PLACES_4(m + 4), PLACES_4(m + 8), PLACES_4(m + 12)
#define PLACES_64(m) PLACES_16(m), PLACES_16(m + 16), PLACES_16(m + 32), PLACES_16(m + 48)

static const uint64_t PLACES[256] = {PLACES_64(0), PLACES_64(64), PLACES_64(128), PLACES_64(192)};
#endif
