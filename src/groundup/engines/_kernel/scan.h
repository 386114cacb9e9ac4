/* Inputs to lists: which inputs are not 0, and their values.

   Samples go in pairs. Digits overlap, so one list of the inputs that are lit in either is a
   quarter shorter than two lists, and every row of w[0] that is fetched serves both. Each
   input listed has two values, of which one may be 0. */

enum { SPARSE, DENSE_INPUTS };

#define PIXEL_SCALE ((real)(1.0 / 255.0))

#if VECTOR_BYTES == 64

/* 64 pixels at a time: one instruction compares them all with 0, others close the gaps. */
static int64_t list_bytes(const uint8_t *x0, const uint8_t *x1, int64_t inputs, uint16_t *pixel,
                          uint8_t *kept0, uint8_t *kept1) {
    const __m512i step = _mm512_set1_epi16(32);
    __m512i low = _mm512_set_epi16(31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
                                   15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    int64_t listed = 0;
    for (int64_t i = 0; i < inputs; i += 64) {
        __mmask64 inside = inputs - i >= 64 ? ~(__mmask64)0 : ((__mmask64)1 << (inputs - i)) - 1;
        __m512i bytes0 = _mm512_maskz_loadu_epi8(inside, x0 + i);
        __m512i bytes1 = _mm512_maskz_loadu_epi8(inside, x1 + i);
        __m512i either = _mm512_or_si512(bytes0, bytes1);
        __mmask64 lit = _mm512_test_epi8_mask(either, either);
        __m512i high = _mm512_add_epi16(low, step);
        uint16_t *next = pixel + listed + __builtin_popcount((uint32_t)lit);
        _mm512_storeu_si512(kept0 + listed, _mm512_maskz_compress_epi8(lit, bytes0));
        _mm512_storeu_si512(kept1 + listed, _mm512_maskz_compress_epi8(lit, bytes1));
        _mm512_storeu_si512(pixel + listed, _mm512_maskz_compress_epi16((__mmask32)lit, low));
        _mm512_storeu_si512(next, _mm512_maskz_compress_epi16((__mmask32)(lit >> 32), high));
        listed += __builtin_popcountll(lit);
        low = _mm512_add_epi16(high, step);
    }
    return listed;
}

#else
#include "gaps.h"

#if GAPS_ARE_CLOSED
/* So many pixels are compared with 0 at a time; a table says how eight of them close their gaps. */
static int64_t list_bytes(const uint8_t *x0, const uint8_t *x1, int64_t inputs, uint16_t *pixel,
                          uint8_t *kept0, uint8_t *kept1) {
    int64_t listed = 0;
    for (int64_t i = 0; i < inputs; i += TOGETHER) {
        uint8_t last[2][TOGETHER] = {{0}}; /* nothing is read beyond the rows' ends */
        const uint8_t *from[2] = {x0 + i, x1 + i};
        for (int s = 0; s < 2 && inputs - i < TOGETHER; s++)
            from[s] = memcpy(last[s], from[s], (size_t)(inputs - i));
        uint32_t lit = lit_of(from[0], from[1]);
        for (int64_t part = 0; lit; part += 8, lit >>= 8) {
            uint64_t places = PLACES[lit & 255];
            number(i + part, places, pixel + listed);
            close_gaps(from[0] + part, places, kept0 + listed);
            close_gaps(from[1] + part, places, kept1 + listed);
            listed += __builtin_popcount(lit & 255);
        }
    }
    return listed;
}

#else

/* 8 pixels at a time: most eights are all 0. Writing before knowing, and counting only
   what was not 0, spares a branch that no processor could foresee. */
static int64_t list_bytes(const uint8_t *x0, const uint8_t *x1, int64_t inputs, uint16_t *pixel,
                          uint8_t *restrict kept0, uint8_t *restrict kept1) {
    int64_t listed = 0;
    for (int64_t i = 0; i < inputs; i += 8) {
        uint64_t eight[2] = {0, 0};
        int64_t last = i + 8 < inputs ? i + 8 : inputs;
        memcpy(&eight[0], x0 + i, (size_t)(last - i));
        memcpy(&eight[1], x1 + i, (size_t)(last - i));
        if (!(eight[0] | eight[1])) continue;
        for (int64_t j = i; j < last; j++) {
            pixel[listed] = (uint16_t)j;
            kept0[listed] = x0[j];
            kept1[listed] = x1[j];
            listed += (x0[j] | x1[j]) != 0;
        }
    }
    return listed;
}

#endif
#endif

/* Listed bytes to numbers, in whole vectors: what is beyond the list's end is never read. */
static void scale_bytes(const uint8_t *restrict kept, int64_t listed, real *restrict value) {
    int64_t count = round_up(listed, 64);
    for (int64_t e = 0; e < count; e++) value[e] = (real)kept[e] * PIXEL_SCALE;
}

#if VECTOR_BYTES == 64

/* A vector of numbers at a time, as bytes are listed. */
static int64_t list_numbers(const real *x0, const real *x1, int64_t inputs, uint16_t *pixel,
                            real *restrict value0, real *restrict value1) {
    const __m512i nothing = _mm512_setzero_si512();
    __m512i places = _mm512_set_epi16(31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
                                      15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    int64_t listed = 0;
    for (int64_t i = 0; i < inputs; i += LANES) {
        int64_t left = inputs - i;
        __mmask16 inside = left >= LANES ? (__mmask16)((1 << LANES) - 1) : (__mmask16)((1 << left) - 1);
#if REAL_IS_FLOAT
        __m512 some0 = _mm512_maskz_loadu_ps(inside, x0 + i), some1 = _mm512_maskz_loadu_ps(inside, x1 + i);
        __mmask16 lit = _mm512_cmp_ps_mask(some0, (__m512)nothing, _CMP_NEQ_UQ) |
                        _mm512_cmp_ps_mask(some1, (__m512)nothing, _CMP_NEQ_UQ);
        _mm512_storeu_ps(value0 + listed, _mm512_maskz_compress_ps(lit, some0));
        _mm512_storeu_ps(value1 + listed, _mm512_maskz_compress_ps(lit, some1));
#else
        __m512d some0 = _mm512_maskz_loadu_pd((__mmask8)inside, x0 + i);
        __m512d some1 = _mm512_maskz_loadu_pd((__mmask8)inside, x1 + i);
        __mmask8 lit = _mm512_cmp_pd_mask(some0, (__m512d)nothing, _CMP_NEQ_UQ) |
                       _mm512_cmp_pd_mask(some1, (__m512d)nothing, _CMP_NEQ_UQ);
        _mm512_storeu_pd(value0 + listed, _mm512_maskz_compress_pd(lit, some0));
        _mm512_storeu_pd(value1 + listed, _mm512_maskz_compress_pd(lit, some1));
#endif
        __m512i here = _mm512_add_epi16(places, _mm512_set1_epi16((short)i));
        _mm512_storeu_si512(pixel + listed, _mm512_maskz_compress_epi16((__mmask32)lit, here));
        listed += __builtin_popcount(lit);
    }
    return listed;
}

#else

static int64_t list_numbers(const real *x0, const real *x1, int64_t inputs, uint16_t *pixel,
                            real *restrict value0, real *restrict value1) {
    int64_t listed = 0;
    for (int64_t i = 0; i < inputs; i++) {
        pixel[listed] = (uint16_t)i;
        value0[listed] = x0[i];
        value1[listed] = x1[i];
        listed += (x0[i] != 0) | (x1[i] != 0);
    }
    return listed;
}

#endif

static int64_t row_of(const Task *task, int64_t position) {
    return task->order ? task->order[position] : position;
}

static int64_t bytes_of_inputs(const Task *task, int64_t inputs) {
    return inputs * (task->x_is_bytes ? 1 : (int64_t)sizeof(real));
}

static const char *inputs_at(const Task *task, int64_t position) {
    return (const char *)task->x + row_of(task, position) * bytes_of_inputs(task, task->sizes[0]);
}

/* The next batch's rows lie anywhere in memory. They are asked for little by little while this
   batch is computed: a processor waits for few lines at a time, and stops where more are asked for.

   Returns where the row at `position` begins, for lines of it to be asked for; beyond the last
   sample, a row of zeros. */
static const char *inputs_ahead(const Network *n, int64_t position) {
    const Task *task = n->task;
    if (position >= task->count || task->starts) return (const char *)n->nothing;
    return inputs_at(task, position);
}

/* Whether a batch of inputs stays in the second cache until its turn comes. */
static int fits_ahead(const Task *task) {
    return task->batch_size * bytes_of_inputs(task, task->sizes[0]) <= 400000;
}

/* Asks for inputs first … first + inputs - 1 of samples position … position + samples - 1, as far
   as there are such. */
static void ask_for(const Network *n, int64_t position, int64_t samples, int64_t first, int64_t inputs) {
    const Task *task = n->task;
    if (task->starts) return; /* its numbers lie side by side: the processor sees them come */
    int64_t end = position + samples < task->count ? position + samples : task->count;
    int64_t last = first + inputs < task->sizes[0] ? first + inputs : task->sizes[0];
    int64_t start = bytes_of_inputs(task, first), stop = bytes_of_inputs(task, last);
    for (; position < end; position++) {
        const char *row = first == 0 ? inputs_ahead(n, position) : inputs_at(task, position);
        for (int64_t i = start; i < stop; i += 64) PREFETCH(row + i);
    }
}

/* The same for samples of the next batch. */
static void ask_ahead(const Network *n, int64_t position, int64_t samples, int64_t first, int64_t inputs) {
    if (fits_ahead(n->task)) ask_for(n, position, samples, first, inputs);
}

/* How many inputs a list would have; in stretches whose count fits a byte, so that vectors
   of bytes can count. */
static int64_t count_bytes(const uint8_t *x0, const uint8_t *x1, int64_t inputs) {
    int64_t listed = 0;
    for (int64_t i = 0; i < inputs; i += 128) {
        int64_t last = i + 128 < inputs ? i + 128 : inputs;
        uint8_t some = 0;
        for (int64_t j = i; j < last; j++) some = (uint8_t)(some + ((x0[j] | x1[j]) != 0));
        listed += some;
    }
    return listed;
}

static int64_t count_numbers(const real *x0, const real *x1, int64_t inputs) {
    int64_t listed = 0;
    for (int64_t i = 0; i < inputs; i++) listed += (x0[i] != 0) | (x1[i] != 0);
    return listed;
}

/* The numbers of a row of sparse inputs: never more than `widest`, nor beyond the end, whatever
   `starts` says by now. */
static Share row_of_numbers(const Network *n, int64_t position) {
    const Task *task = n->task;
    const int64_t *start = task->starts + row_of(task, position);
    int64_t first = start[0], last = start[1];
    if (first < 0 || last > task->numbers || first > last) return (Share){0, 0};
    return (Share){first, last - first < n->widest ? last : first + n->widest};
}

/* Two rows of sparse inputs, or one, to one list, in the order of the inputs. */
static int64_t merge_rows(const Network *n, Share row0, Share row1, int32_t *place, real *value0, real *value1) {
    const Task *task = n->task;
    const int32_t *columns = task->columns;
    const real *x = task->x;
    int64_t i = row0.first, j = row1.first, listed = 0;
    while (i < row0.last || j < row1.last) {
        int32_t left = i < row0.last ? columns[i] : INT32_MAX, right = j < row1.last ? columns[j] : INT32_MAX;
        int32_t column = left < right ? left : right;
        int of_left = i < row0.last && left == column, of_right = j < row1.last && right == column;
        real x0 = of_left ? x[i] : 0, x1 = of_right ? x[j] : 0;
        i += of_left;
        j += of_right;
        if (column < 0 || column >= task->sizes[0]) continue; /* it has just been changed */
        place[listed] = column;
        value0[listed] = x0;
        value1[listed] = x1;
        listed += x0 != 0 || x1 != 0;
    }
    return listed;
}

static void list_sparse_pair(Network *n, Batch batch, int64_t pair) {
    int64_t s = 2 * pair, start = s * n->list_stride;
    Share row0 = row_of_numbers(n, batch.first + s), row1 = {0, 0};
    if (s + 1 < batch.size) row1 = row_of_numbers(n, batch.first + s + 1);
    n->listed[pair] = merge_rows(n, row0, row1, n->wide + start / 2, n->value + start, n->value + start + n->list_stride);
}

/* Lists samples 2*pair and 2*pair + 1 of the batch, or only counts what the list would have.
   What cannot be listed counts as dense. */
static void list_pair(Network *n, Batch batch, int64_t pair, int only_count) {
    const Task *task = n->task;
    int64_t inputs = task->sizes[0], s = 2 * pair, start = s * n->list_stride;
    const void *x0 = inputs_at(task, batch.first + s), *x1 = n->nothing;
    if (s + 1 < batch.size) x1 = inputs_at(task, batch.first + s + 1);
    uint16_t *pixel = n->pixel + start / 2;
    uint8_t *kept = n->kept + start;
    real *value = n->value + start;
    if (!n->pixel)
        n->listed[pair] = inputs;
    else if (only_count)
        n->listed[pair] = task->x_is_bytes ? count_bytes(x0, x1, inputs) : count_numbers(x0, x1, inputs);
    else if (task->x_is_bytes)
        n->listed[pair] = list_bytes(x0, x1, inputs, pixel, kept, kept + n->list_stride);
    else
        n->listed[pair] = list_numbers(x0, x1, inputs, pixel, value, value + n->list_stride);
}

/* Lists, or counts, some of the batch's pairs, asking for the next where nobody has. Bytes become
   numbers after all have been listed: a processor waits where it reads in one piece what it has
   just written in several. */
static void list_pairs(Network *n, Batch batch, Share samples, int only_count) {
    for (int64_t s = samples.first; s < samples.last; s += 2) {
        if (s + 2 < samples.last && !fits_ahead(n->task))
            ask_for(n, batch.first + s + 2, 2, 0, n->task->sizes[0]);
        if (n->task->starts) list_sparse_pair(n, batch, s / 2);
        else list_pair(n, batch, s / 2, only_count);
    }
    if (only_count || !n->pixel || !n->task->x_is_bytes) return;
    for (int64_t s = samples.first; s < samples.last + samples.last % 2; s++) /* both of each pair */
        scale_bytes(n->kept + s * n->list_stride, n->listed[s / 2], n->value + s * n->list_stride);
}

/* Sample s as a row of numbers, for the tiles. */
static void copy_inputs(const Network *n, Batch batch, int64_t s) {
    const Task *task = n->task;
    int64_t inputs = task->sizes[0], row = row_of(task, batch.first + s);
    real *restrict x = n->x + s * n->x_stride;
    if (task->x_is_bytes) {
        const uint8_t *restrict bytes = (const uint8_t *)task->x + row * inputs;
        for (int64_t i = 0; i < inputs; i++) x[i] = (real)bytes[i] * PIXEL_SCALE;
    } else {
        memcpy(x, (const real *)task->x + row * inputs, (size_t)inputs * sizeof(real));
    }
}

/* Above this share of inputs listed, tiles beat lists. */
#define DENSE 0.6

static int64_t pairs_of(Batch batch) { return (batch.size + 1) / 2; }

static int is_dense(const Network *n, Batch batch) {
    int64_t listed = 0;
    if (n->task->starts) return 0;
    for (int64_t pair = 0; pair < pairs_of(batch); pair++) listed += n->listed[pair];
    return (double)listed > DENSE * (double)(pairs_of(batch) * n->task->sizes[0]);
}
