/* The way there through a layer that convolves: z = w * a + b wherever filters fit, of each two by two of z
   the largest, and its activation.

   The tile (tiles.h) does it as it is. To one row of z, its rows of `a` are places in the picture, `channels`
   numbers apart, so that they overlap; its steps are those of a run, and after each it jumps to the next row of
   the picture. Nothing is copied. */

/* Rows y and y + 1 of z, (wide, panels * panel) each. */
static void convolve_two_rows(const Layer *layer, const real *picture, int64_t y, real *z) {
    const Filters *f = &layer->filters;
    int64_t row = f->side * f->channels, padded = layer->panels * layer->panel;
    for (int64_t e = 0; e < 2; e++, z += f->wide * padded) {
        for (int64_t x = 0; x < f->wide; x++) memcpy(z + x * padded, layer->b, (size_t)padded * sizeof(real));
        for (int64_t first = 0; first < f->count; first += layer->panel) {
            int64_t left = f->count - first;
            multiply_columns((Product){.a = picture + (y + e) * row, .a_row = f->channels, .a_step = 1,
                                       .a_jump = row - f->run,
                                       .b = f->across + first * f->k * f->run, .b_step = layer->panel,
                                       .c = z + first, .c_row = padded,
                                       .steps = f->run, .times = f->k, .keep = 1, .gain = 1},
                             f->wide, left < layer->panel ? left : layer->panel);
        }
    }
}

/* The largest of each four numbers, the first of several, and which it is; NaN is larger than all, so that it is
   passed on. A vector at a time: `more` has all bits of a lane or none. */
#if HAVE_VECTORS
typedef BY_TYPE(int32_t, int64_t) lanes __attribute__((vector_size(VECTOR_BYTES)));
typedef uint8_t bytes __attribute__((vector_size(LANES), may_alias, aligned(1)));
#define TO_BYTES(which) __builtin_convertvector(which, bytes)
#define ALL_BITS(condition) (condition)
#else
typedef bits lanes;
typedef uint8_t bytes;
#define TO_BYTES(which) (bytes)(which)
#define ALL_BITS(condition) ((bits)0 - (bits)(condition))
#endif

INLINE void largest_of_four(const real *const four[4], int64_t j, real *a, uint8_t *largest) {
    lanes most, which = (lanes){0};
    memcpy(&most, four[0] + j, sizeof most);
    UNROLL for (int i = 1; i < 4; i++) {
        lanes other, more;
        vec number = *(const vec *)(four[i] + j), so_far;
        memcpy(&so_far, &most, sizeof most);
        memcpy(&other, &number, sizeof other);
        more = ALL_BITS((number > so_far) | (number != number));
        most = (other & more) | (most & ~more);
        which = ((i - (lanes){0}) & more) | (which & ~more);
    }
    memcpy(a + j, &most, sizeof most);
    *(bytes *)(largest + j) = TO_BYTES(which);
}

/* Two rows of z to one of a. What the last vector of a pixel has too much, the next pixel overwrites. */
static void pool_two_rows(const Layer *layer, const real *z, real *a, uint8_t *largest) {
    const Filters *f = &layer->filters;
    int64_t padded = layer->panels * layer->panel;
    for (int64_t x = 0; x < f->pooled; x++, z += 2 * padded, a += f->count, largest += f->count) {
        const real *below = z + f->wide * padded, *const four[4] = {z, z + padded, below, below + padded};
        for (int64_t j = 0; j < f->count; j += LANES) largest_of_four(four, j, a, largest);
    }
}

static void convolve(const Network *n, int l, Batch batch, Share samples, int thread) {
    const Layer *layer = &n->layers[l];
    const Filters *f = &layer->filters;
    real *z = n->workplaces[thread].z;
    for (int64_t s = samples.first; s < samples.last; s++) {
        if (l == 0) copy_inputs(n, batch, s);
        const real *picture = l ? n->layers[l - 1].a + s * n->layers[l - 1].stride : n->x + s * n->x_stride;
        for (int64_t y = 0; y < f->pooled; y++) {
            int64_t place = s * layer->stride + y * f->pooled * f->count;
            convolve_two_rows(layer, picture, 2 * y, z);
            pool_two_rows(layer, z, layer->a + place, f->largest + place);
        }
        activate_hidden(n, l, batch, (Share){s, s + 1}, 0, layer->stride);
    }
}
