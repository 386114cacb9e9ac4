/* The first layer on inputs that are mostly 0: only what is not 0 is read or written.

   Pairs of samples are lists of (pixel, two values); w[0] is input by input, so a pixel's
   weights are one short row of each panel. Forward adds up the rows of a pair's pixels.
   The update runs either over pairs, adding their share to the rows of their pixels
   (scatter: no preparation, but a row is loaded and stored once for every pair that lights
   it), or over pixels, adding up the shares of the samples that light it in registers
   first (gather: loads and stores a row once a batch, and is what every optimiser but SGD
   needs, but wants the lists turned round into columns). The deltas of a large batch do not
   fit the first cache: there lists are turned into blocks of neighbouring pixels, with the
   pairs that light any of them, so that a row of delta is read once for all of these. */

#define BY_WIDTH(width, CALL) \
    switch (width) {          \
    case 1: CALL(1); break;   \
    case 2: CALL(2); break;   \
    case 3: CALL(3); break;   \
    case 4: CALL(4); break;   \
    case 5: CALL(5); break;   \
    case 6: CALL(6); break;   \
    case 7: CALL(7); break;   \
    default: CALL(8);         \
    }

#define BY_STRIP(width, CALL) \
    switch (width) {          \
    case 1: CALL(1); break;   \
    case 2: CALL(2); break;   \
    case 3: CALL(3); break;   \
    default: CALL(4);         \
    }

/* The input of an entry: lists of sparse inputs are wide, those of pixels are not. */
INLINE int64_t input_of(const int wide, const void *list, int64_t e) {
    return wide ? ((const int32_t *)list)[e] : ((const uint16_t *)list)[e];
}

INLINE const void *list_of(const Network *n, int64_t pair) {
    int64_t start = pair * n->list_stride;
    return n->wide ? (const void *)(n->wide + start) : (const void *)(n->pixel + start);
}

/* z += sum of value * row of w, for both of a pair. A multiply-add takes several cycles and
   the next can start at once only if it does not wait for it: narrow panels keep several
   sums going. */
INLINE void add_rows(const int V, const int wide, const real *w, const void *list, const real *value0,
                     const real *value1, int64_t listed, real *z0, real *z1) {
    const int sums = V == 1 ? 4 : V == 2 ? 2 : 1;
    vec sum0[4][WIDEST], sum1[4][WIDEST];
    UNROLL for (int u = 0; u < sums; u++)
        UNROLL for (int v = 0; v < V; v++) sum0[u][v] = sum1[u][v] = (vec){0};
    int64_t e = 0;
    for (; e + sums <= listed; e += sums) {
        UNROLL for (int u = 0; u < sums; u++) {
            const vec *row = (const vec *)w + input_of(wide, list, e + u) * V;
            UNROLL for (int v = 0; v < V; v++) {
                vec weights = row[v];
                IN_REGISTER(weights);
                sum0[u][v] += value0[e + u] * weights;
                sum1[u][v] += value1[e + u] * weights;
            }
        }
    }
    for (; e < listed; e++)
        UNROLL for (int v = 0; v < V; v++) {
            vec weights = *(const vec *)(w + input_of(wide, list, e) * (V * LANES) + v * LANES);
            sum0[0][v] += value0[e] * weights;
            sum1[0][v] += value1[e] * weights;
        }
    UNROLL for (int v = 0; v < V; v++) {
        UNROLL for (int u = 1; u < sums; u++) {
            sum0[0][v] += sum0[u][v];
            sum1[0][v] += sum1[u][v];
        }
        *(vec *)(z0 + v * LANES) += sum0[0][v];
        *(vec *)(z1 + v * LANES) += sum1[0][v];
    }
}

static void forward_listed(const Network *n, int64_t panel, int64_t pair) {
    const Layer *layer = &n->layers[0];
    const real *w = layer->w + panel * layer->panel * layer->inputs;
    const void *list = list_of(n, pair);
    const real *value = n->value + 2 * pair * n->list_stride;
    real *z = layer->a + 2 * pair * layer->stride + panel * layer->panel;
#define OF(V, wide) \
    add_rows(V, wide, w, list, value, value + n->list_stride, n->listed[pair], z, z + layer->stride)
#define CALL(V)            \
    if (n->wide) OF(V, 1); \
    else OF(V, 0)
    BY_WIDTH(layer->width, CALL)
#undef CALL
#undef OF
}

/* Some rows of w learn. No two are the same, so several are all read before the first is written,
   which is quicker. A single row is written vector by vector. */
INLINE void learn_rows(const int V, const int wide, const int rows, real *w, const void *list, int64_t e,
                       const real *value0, const real *value1, const vec *scaled0, const vec *scaled1) {
    vec *row[4], learned[4][WIDEST];
    UNROLL for (int u = 0; u < rows; u++) {
        row[u] = (vec *)w + input_of(wide, list, e + u) * V;
        vec x0 = value0[e + u] - (vec){0}, x1 = value1[e + u] - (vec){0}; /* in every lane */
        IN_REGISTER(x0);
        IN_REGISTER(x1);
        UNROLL for (int v = 0; v < V; v++) {
            learned[u][v] = row[u][v] + x0 * scaled0[v] + x1 * scaled1[v];
            if (rows == 1) row[u][v] = learned[u][v];
        }
    }
    UNROLL for (int u = 0; u < rows && rows > 1; u++)
        UNROLL for (int v = 0; v < V; v++) row[u][v] = learned[u][v];
}

/* Meanwhile the two rows of inputs at `ahead` are asked for, a line of each every sixteen rows
   of w, and perhaps some beyond their end (so `ahead` is numbers: there may be no such pointer). */
INLINE void scatter_rows(const int V, const int wide, real *w, const void *list, const real *value0,
                         const real *value1, int64_t listed, const real *delta0,
                         const real *delta1, real gain, const uintptr_t ahead[2]) {
    const int rows = V <= 2 ? 4 : V <= 4 && ROOMY ? 2 : 1; /* that the registers have room for */
    vec scaled0[WIDEST], scaled1[WIDEST];
    UNROLL for (int v = 0; v < V; v++) {
        scaled0[v] = gain * *(const vec *)(delta0 + v * LANES);
        scaled1[v] = gain * *(const vec *)(delta1 + v * LANES);
    }
    int64_t e = 0;
    for (; e + rows <= listed; e += rows) {
        if (e % 8 == 0) PREFETCH((const void *)(ahead[e / 8 % 2] + (uintptr_t)(e / 16 * 64)));
        learn_rows(V, wide, rows, w, list, e, value0, value1, scaled0, scaled1);
    }
    for (; e < listed; e++) learn_rows(V, wide, 1, w, list, e, value0, value1, scaled0, scaled1);
}

/* SGD over pairs; `rule->l2` is applied first, to every row. */
static void scatter(const Network *n, Batch batch, const Rule *rule, int64_t panel) {
    const Layer *layer = &n->layers[0];
    real *w = layer->w + panel * layer->panel * layer->inputs;
    real gain = -rule->eta * rule->mean, keep = 1 - rule->eta * rule->l2;
    if (rule->l2 != 0)
        for (int64_t i = 0; i < layer->panel * layer->inputs; i++) w[i] *= keep;
    for (int64_t pair = 0; pair < pairs_of(batch); pair++) {
        int64_t next = panel ? n->task->count : batch.first + batch.size + 2 * pair; /* asked for once */
        const uintptr_t ahead[2] = {(uintptr_t)inputs_ahead(n, next), (uintptr_t)inputs_ahead(n, next + 1)};
        const real *delta = layer->delta + 2 * pair * layer->stride + panel * layer->panel;
        const void *list = list_of(n, pair);
        const real *value = n->value + 2 * pair * n->list_stride;
#define OF(V, wide) \
    scatter_rows(V, wide, w, list, value, value + n->list_stride, n->listed[pair], delta, \
                 delta + layer->stride, gain, ahead)
#define CALL(V)            \
    if (n->wide) OF(V, 1); \
    else OF(V, 0)
        BY_WIDTH(layer->width, CALL)
#undef CALL
#undef OF
    }
}

/* The lists turned round, for some of the inputs: a column for each, entries in the order
   of the samples. An entry is written before it is known not to be 0, then counted. */
static void turn_to_columns(Network *n, Batch batch, Share inputs) {
    if (inputs.first >= inputs.last) return;
    const int64_t capacity = n->capacity, stride = n->layers[0].stride;
    int32_t *restrict entries = n->entries;
    memset(entries + inputs.first, 0, (size_t)(inputs.last - inputs.first) * sizeof *entries);
    for (int64_t pair = 0; pair < pairs_of(batch); pair++) {
        const uint16_t *pixel = n->pixel + pair * n->list_stride;
        const real *value0 = n->value + 2 * pair * n->list_stride, *value1 = value0 + n->list_stride;
        int64_t e = 0, listed = n->listed[pair], place = 2 * pair * stride;
        while (e < listed && pixel[e] < inputs.first) e++;
        for (; e < listed && pixel[e] < inputs.last; e++) {
            Entry *restrict column = n->column + pixel[e] * capacity;
            int32_t count = entries[pixel[e]];
            column[count] = (Entry){(int32_t)place, value0[e]};
            count += value0[e] != 0;
            column[count] = (Entry){(int32_t)(place + stride), value1[e]};
            entries[pixel[e]] = count + (value1[e] != 0);
        }
    }
}

/* The same into blocks, for some of them: the pairs that light any of its inputs, in their
   order, with all values that they have there. */
static void turn_to_blocks(Network *n, Batch batch, Share blocks) {
    const int64_t stride = n->layers[0].stride;
    if (blocks.first >= blocks.last) return;
    memset(n->entries + blocks.first, 0, (size_t)(blocks.last - blocks.first) * sizeof *n->entries);
    for (int64_t pair = 0; pair < pairs_of(batch); pair++) {
        const uint16_t *pixel = n->pixel + pair * n->list_stride;
        const real *value0 = n->value + 2 * pair * n->list_stride, *value1 = value0 + n->list_stride;
        int64_t e = 0, listed = n->listed[pair], current = -1;
        Lit *lit = NULL;
        while (e < listed && pixel[e] < blocks.first * BLOCK) e++;
        for (; e < listed && pixel[e] < blocks.last * BLOCK; e++) {
            if (pixel[e] / BLOCK != current) {
                current = pixel[e] / BLOCK;
                lit = n->lit + current * (n->capacity / 2) + n->entries[current]++;
                *lit = (Lit){.place = 2 * pair * stride};
            }
            lit->value[0][pixel[e] % BLOCK] = value0[e];
            lit->value[1][pixel[e] % BLOCK] = value1[e];
        }
    }
}

/* Sparse inputs are many, and each is in few samples: columns of just the length that they need follow
   each other, those of a share after all that the shares before it have. */
static void turn_sparse_lists(Network *n, Batch batch, Share inputs) {
    const int64_t stride = n->layers[0].stride;
    int32_t *entries = n->entries;
    int64_t at = 0;
    if (inputs.first >= inputs.last) return;
    memset(entries + inputs.first, 0, (size_t)(inputs.last - inputs.first) * sizeof *entries);
    for (int filling = 0; filling < 2; filling++) {
        for (int64_t pair = 0; pair < pairs_of(batch); pair++) {
            const int32_t *list = n->wide + pair * n->list_stride;
            const real *value = n->value + 2 * pair * n->list_stride;
            for (int64_t e = 0; e < n->listed[pair] && list[e] < inputs.last; e++)
                for (int s = 0; s < 2; s++) {
                    real x = value[s * n->list_stride + e];
                    if (x == 0) continue;
                    if (list[e] < inputs.first) at += !filling;
                    else if (filling)
                        n->column[n->from[list[e]] + entries[list[e]]++] = (Entry){(int32_t)((2 * pair + s) * stride), x};
                    else entries[list[e]]++;
                }
        }
        for (int64_t i = inputs.first; i < inputs.last && !filling; i++) {
            n->from[i] = at;
            at += entries[i];
            entries[i] = 0;
        }
    }
}

/* This thread's share of all that. */
static void turn_lists(Network *n, Batch batch, Team *team, int thread) {
    Share inputs = share(n->task->sizes[0], team, thread);
    if (n->from) turn_sparse_lists(n, batch, inputs);
    else if (n->lit) turn_to_blocks(n, batch, share(blocks_of(n), team, thread));
    else turn_to_columns(n, batch, inputs);
}

/* One input's row of dw, unscaled; beside `c`, which may be w itself. */
INLINE void gather_row(const int V, const Entry *entry, const Entry *end, const real *delta,
                       real keep, real gain, real *c) {
    vec sum[WIDEST];
    UNROLL for (int v = 0; v < V; v++) sum[v] = (vec){0};
    for (; entry < end; entry++) {
        const real *row = delta + entry->place;
        UNROLL for (int v = 0; v < V; v++)
            sum[v] = multiply_add(entry->value - (vec){0}, *(const vec *)(row + v * LANES), sum[v]);
    }
    UNROLL for (int v = 0; v < V; v++) {
        vec *place = (vec *)(c + v * LANES);
        *place = multiply_add(gain - (vec){0}, sum[v], keep * *place);
    }
}

/* The same for a block of `rows` inputs, in a strip of V vectors. */
INLINE void gather_block(const int V, const Lit *lit, const Lit *end, const real *delta, int64_t stride,
                         int64_t rows, real keep, real gain, real *c, int64_t c_row) {
    vec sum[BLOCK][4];
    UNROLL for (int r = 0; r < BLOCK; r++)
        UNROLL for (int v = 0; v < V; v++) sum[r][v] = (vec){0};
    for (; lit < end; lit++)
        UNROLL for (int s = 0; s < 2; s++) {
            const real *row = delta + lit->place + s * stride;
            UNROLL for (int v = 0; v < V; v++) {
                vec column = *(const vec *)(row + v * LANES);
                IN_REGISTER(column);
                UNROLL for (int r = 0; r < BLOCK; r++)
                    sum[r][v] = multiply_add(lit->value[s][r] - (vec){0}, column, sum[r][v]);
            }
        }
    UNROLL for (int r = 0; r < BLOCK; r++)
        UNROLL for (int v = 0; v < V; v++)
            if (r < rows) {
                vec *place = (vec *)(c + r * c_row + v * LANES);
                *place = multiply_add(gain - (vec){0}, sum[r][v], keep * *place);
            }
}

/* Rows first … first+rows-1 of dw, for one panel. A strip of delta is narrow enough to stay in the
   first cache while one block after the other reads it. */
static void gather_blocks(const Network *n, int64_t panel, int64_t first, int64_t rows, real keep, real gain,
                          real *c) {
    const Layer *layer = &n->layers[0];
    int strips = (layer->width + STRIP - 1) / STRIP, width = 0;
    for (int vector = 0; vector < layer->width; vector += width, strips--) {
        width = (layer->width - vector + strips - 1) / strips;
        const real *delta = layer->delta + panel * layer->panel + vector * LANES;
        for (int64_t i = 0; i < rows; i += BLOCK) {
            const Lit *lit = n->lit + (first + i) / BLOCK * (n->capacity / 2);
            const Lit *end = lit + n->entries[(first + i) / BLOCK];
            if (lit == end && keep == 1) continue;
#define CALL(V) \
    gather_block(V, lit, end, delta, layer->stride, rows - i, keep, gain, c + i * layer->panel + vector * LANES, \
                 layer->panel)
            BY_STRIP(width, CALL)
#undef CALL
        }
    }
}

static void gather_columns(const Network *n, int64_t panel, int64_t first, int64_t rows, real keep, real gain,
                           real *c) {
    const Layer *layer = &n->layers[0];
    const real *delta = layer->delta + panel * layer->panel;
    for (int64_t i = first; i < first + rows; i++, c += layer->panel) {
        const Entry *entry = n->column + (n->from ? n->from[i] : i * n->capacity), *end = entry + n->entries[i];
        if (entry == end && keep == 1) continue;
#define CALL(V) gather_row(V, entry, end, delta, keep, gain, c)
        BY_WIDTH(layer->width, CALL)
#undef CALL
    }
}

static void gather(const Network *n, Batch batch, const Rule *rule, int64_t panel, real *scratch) {
    const Layer *layer = &n->layers[0];
    int sgd = rule->optimiser == SGD;
    real keep = sgd ? 1 - rule->eta * rule->l2 : 1, gain = sgd ? -rule->eta * rule->mean : 1;
    int64_t most = n->lit ? LIT_ROWS : WIDEST / layer->width; /* rows that learn at once */
    for (int64_t first = 0; first < layer->inputs; first += most) {
        int64_t left = layer->inputs - first, rows = left < most ? left : most;
        int64_t start = panel * layer->panel * layer->inputs + first * layer->panel;
        real *c = sgd ? layer->w + start : scratch;
        if (panel == 0 && first % 64 == 0) ask_ahead(n, batch.first + batch.size, batch.size, first, 64);
        if (!sgd) memset(scratch, 0, (size_t)(rows * layer->panel) * sizeof(real));
        if (n->lit) gather_blocks(n, panel, first, rows, keep, gain, c);
        else gather_columns(n, panel, first, rows, keep, gain, c);
        if (!sgd) learn_weights(layer, rule, start, scratch, rows * layer->panel);
    }
}
