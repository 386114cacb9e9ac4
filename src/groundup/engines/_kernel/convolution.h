/* The way there through a layer that convolves: z = w * a + b wherever filters fit, of each two by two of z
   the largest, and its activation.

   The tile (tiles.h) does it as it is. To one row of z, its rows of `a` are places in the picture, `channels`
   numbers apart, so that they overlap; its steps are those of a run, and after each it jumps to the next row of
   the picture. Nothing is copied. */

static void find_edges(const Filters *f, const real *picture, Edges *edges) {
    int64_t row = f->side * f->channels;
    for (int64_t y = 0; y < f->side; y++, picture += row) {
        int64_t first = 0, end = row;
        while (first < end && picture[first] == 0) first++;
        while (first < end && picture[end - 1] == 0) end--;
        edges[y] = (Edges){(int32_t)(first / f->channels), (int32_t)((end + f->channels - 1) / f->channels)};
    }
}

/* Of the k rows of a picture from y on, those from the first to the last that are not 0 everywhere between two
   columns. (Nothing is known of pictures without edges.) */
static Share lit_rows(const Filters *f, const Edges *edges, int64_t y, int64_t first, int64_t end) {
    Share rows = {y, y + f->k};
    if (!edges) return rows;
    while (rows.first < rows.last && (edges[rows.first].first >= end || edges[rows.first].end <= first)) rows.first++;
    while (rows.first < rows.last && (edges[rows.last - 1].first >= end || edges[rows.last - 1].end <= first))
        rows.last--;
    return rows;
}

/* Row y of z from x on, (columns, panels * panel). Rows of the picture that are 0 at both ends of what is seen are
   left out: most pictures have blank margins. */
static void convolve_columns(const Layer *layer, const real *picture, const Edges *edges, int64_t y, int64_t x,
                             int64_t columns, real *z) {
    const Filters *f = &layer->filters;
    int64_t row = f->side * f->channels, padded = layer->panels * layer->panel;
    Share rows = lit_rows(f, edges, y, x, x + columns + f->k - 1);
    for (int64_t i = 0; i < columns; i++)
        for (int64_t j = 0; j < padded; j += LANES) *(vec *)(z + i * padded + j) = *(const vec *)(layer->b + j);
    if (rows.first == rows.last) return;
    for (int64_t first = 0; first < f->count; first += layer->panel) {
        int64_t left = f->count - first, above = (rows.first - y) * f->run * layer->panel;
        multiply_columns((Product){.a = picture + rows.first * row + x * f->channels, .a_row = f->channels,
                                   .a_step = 1, .a_jump = row - f->run,
                                   .b = f->across + first * f->k * f->run + above, .b_step = layer->panel,
                                   .c = z + first, .c_row = padded,
                                   .steps = f->run, .times = rows.last - rows.first, .keep = 1, .gain = 1},
                         columns, left < layer->panel ? left : layer->panel);
    }
}

/* Rows y and y + 1 of z, (wide, panels * panel) each. */
static void convolve_two_rows(const Layer *layer, const real *picture, const Edges *edges, int64_t y, real *z) {
    const Filters *f = &layer->filters;
    for (int64_t e = 0; e < 2; e++)
        for (int64_t x = 0, parts = edges ? (f->wide + 7) / 8 : 1, columns; parts > 0; parts--, x += columns) {
            columns = (f->wide - x + parts - 1) / parts;
            convolve_columns(layer, picture, edges, y + e, x, columns,
                             z + (e * f->wide + x) * layer->panels * layer->panel);
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

APART void convolve(const Network *n, int l, Batch batch, Share samples, int thread) {
    const Layer *layer = &n->layers[l];
    const Filters *f = &layer->filters;
    real *z = n->workplaces[thread].z;
    for (int64_t s = samples.first; s < samples.last; s++) {
        const real *picture = l ? n->layers[l - 1].a + s * n->layers[l - 1].stride : n->x + s * n->x_stride;
        Edges *edges = l ? NULL : f->edges + s * f->side;
        if (l == 0) copy_inputs(n, batch, s);
        if (l == 0) find_edges(f, picture, edges);
        for (int64_t y = 0; y < f->pooled; y++) {
            int64_t place = s * layer->stride + y * f->pooled * f->count;
            convolve_two_rows(layer, picture, edges, 2 * y, z);
            pool_two_rows(layer, z, layer->a + place, f->largest + place);
        }
        activate_hidden(n, l, batch, (Share){s, s + 1}, 0, layer->stride);
    }
}
